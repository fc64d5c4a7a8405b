import type { Neighbour } from "../../case.ts";

export default {
  title: "a member was exchanged for another one",
  route: "resume",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosOnDemand.destroy!("test")');
    await scene.ec2.terminateInstances({ InstanceIds: [await scene.instance("mesos-on-demand-test")] });
    scene.pass(20);
  },
  typed: () => ['resume!("r2")'],
  did: ["DeleteAutoScalingGroup"],
} satisfies Neighbour;
