import type { Attack } from "../../case.ts";
import { withoutProfile } from "../../place.ts";

export default {
  title: "the profile of a template does not exist",
  route: "recipe",
  identity: "name",
  set: [],
  environment: () => withoutProfile("onDemand"),
  typed: () => ['MesosOnDemand.create!("test")'],
  held: { by: "guard-prerequisites" },
} satisfies Attack;
