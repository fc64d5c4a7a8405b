import type { Neighbour } from "../../case.ts";
import { scaleTo } from "../../scaling.ts";

export default {
  title: "a group has fewer members than were planned",
  route: "resume",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosOnDemand.destroy!("test")');
    await scaleTo(scene, "mesos-on-demand-test", 2);
  },
  typed: () => ['resume!("r2")'],
  did: ["DeleteAutoScalingGroup"],
} satisfies Neighbour;
