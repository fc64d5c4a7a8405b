import type { Attack } from "../../case.ts";
import { upgraded, withStack } from "../../place.ts";

export default {
  title: "the masters do not answer where they are said to be",
  route: "recipe",
  identity: "state",
  environment: () => withStack({ mesos: { masterPort: 1, zookeeperPort: 1 } }, upgraded),
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-master-quorum" },
} satisfies Attack;
