import type { Attack } from "../../case.ts";
import { wantedOf } from "../../scaling.ts";

export default {
  title: "a group wants more since its end was planned, and has them not yet",
  route: "resume",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosOnDemand.destroy!("test")');
    await wantedOf(scene, "mesos-on-demand-test", 5);
  },
  typed: () => ['resume!("r2")'],
  held: { by: "guard-planned-deletions" },
} satisfies Attack;
