import type { Attack } from "../../case.ts";
import { scaleTo } from "../../scaling.ts";

export default {
  title: "one group of a cluster was scaled out since its end was planned",
  route: "several matches",
  identity: "count",
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosCluster.destroy!("test")');
    await scaleTo(scene, "mesos-spot-multi-az-test", 3);
  },
  typed: () => ['resume!("r2")'],
  held: { by: "guard-planned-deletions" },
} satisfies Attack;
