import type { Attack } from "../../case.ts";
import { withoutProfile } from "../../place.ts";

export default {
  title: "the hosts' profile does not exist",
  route: "recipe",
  identity: "name",
  set: [],
  environment: () => withoutProfile("fixed"),
  typed: () => ['MesosFixed.create!("test")'],
  held: { by: "guard-prerequisites" },
} satisfies Attack;
