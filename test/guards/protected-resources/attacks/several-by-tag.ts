import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a tag protects a whole cluster",
  route: "several matches",
  identity: "tag",
  environment: () => protecting({ tags: { Cluster: "cantareira-test" } }),
  typed: () => ['MesosCluster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
