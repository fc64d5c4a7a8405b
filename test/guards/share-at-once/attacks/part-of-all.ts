import { join } from "node:path";
import type { Attack } from "../../case.ts";
import { upgraded } from "../../place.ts";

export default {
  title: "it is said of a cluster: half of its agents",
  route: "several matches",
  identity: "count",
  recipes: join(import.meta.dirname, "../../greedy"),
  environment: () => upgraded,
  typed: () => ['GreedyCluster.create!("test")'],
  held: { by: "guard-share-at-once" },
} satisfies Attack;
