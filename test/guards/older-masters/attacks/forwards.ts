import type { Attack } from "../../case.ts";
import { reachable } from "../../place.ts";

export default {
  title: "a rollback to a newer version, whose agents would be ahead of their masters",
  route: "recipe",
  identity: "state",
  environment: () => reachable,
  typed: () => ['MesosCluster.rollback!("test")'],
  held: { by: "guard-older-masters" },
} satisfies Attack;
