import type { Attack } from "../../case.ts";
import { protecting, reachable } from "../../place.ts";

export default {
  title: "a master is replaced whose volume is protected",
  route: "recipe",
  identity: "attachment",
  environment: async (scene) => {
    const ids = [await scene.volume("mesos-master-test-b")];
    return protecting({ ids }, reachable);
  },
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
