import type { Attack } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "the whole cluster is destroyed",
  route: "several matches",
  identity: "name",
  environment: () => locked,
  typed: () => ['MesosCluster.destroy!("test")'],
  held: { by: "guard-stack-protection" },
} satisfies Attack;
