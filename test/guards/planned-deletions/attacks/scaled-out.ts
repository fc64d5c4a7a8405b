import type { Attack } from "../../case.ts";
import { scaleTo } from "../../scaling.ts";

export default {
  title: "a group was scaled out since its end was planned",
  route: "resume",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosOnDemand.destroy!("test")');
    await scaleTo(scene, "mesos-on-demand-test", 6);
  },
  typed: () => ['resume!("r2")'],
  held: { by: "guard-planned-deletions" },
} satisfies Attack;
