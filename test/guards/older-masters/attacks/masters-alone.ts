import type { Attack } from "../../case.ts";
import { older } from "../../place.ts";

export default {
  title: "only the masters go back",
  route: "recipe",
  identity: "state",
  environment: () => older,
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-older-masters" },
} satisfies Attack;
