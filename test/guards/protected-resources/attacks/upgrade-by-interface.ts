import type { Attack } from "../../case.ts";
import { protecting, reachable } from "../../place.ts";

export default {
  title: "a master is replaced whose interface is protected",
  route: "recipe",
  identity: "attachment",
  environment: async (scene) => {
    const ids = [await scene.face("mesos-master-test-a")];
    return protecting({ ids }, reachable);
  },
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
