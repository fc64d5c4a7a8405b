import type { Attack } from "../../case.ts";
import { scaleTo } from "../../scaling.ts";

export default {
  title: "a spot group was scaled out since its end was planned",
  route: "resume",
  identity: "count",
  set: ['MesosMultiAZSpotInstances.create!("test")'],
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosMultiAZSpotInstances.destroy!("test")');
    await scaleTo(scene, "mesos-spot-multi-az-test", 2);
  },
  typed: () => ['resume!("r2")'],
  held: { by: "guard-planned-deletions" },
} satisfies Attack;
