import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "one name of several things: an instance, its volume and its interface",
  route: "several matches",
  identity: "name",
  environment: () => protecting({ names: ["mesos-master-test-b."] }),
  typed: () => ['MesosCluster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
