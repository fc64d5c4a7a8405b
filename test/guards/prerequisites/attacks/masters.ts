import type { Attack } from "../../case.ts";
import { withoutProfile } from "../../place.ts";

export default {
  title: "the masters' profile does not exist",
  route: "recipe",
  identity: "name",
  set: [],
  environment: () => withoutProfile("masters"),
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-prerequisites" },
} satisfies Attack;
