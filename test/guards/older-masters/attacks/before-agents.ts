import type { Attack } from "../../case.ts";
import { older } from "../../place.ts";

export default {
  title: "an older version is pinned and the whole cluster made so, masters first",
  route: "recipe",
  identity: "state",
  environment: () => older,
  typed: () => ['MesosCluster.create!("test")'],
  held: { by: "guard-older-masters" },
} satisfies Attack;
