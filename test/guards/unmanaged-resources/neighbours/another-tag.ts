import type { Neighbour } from "../../case.ts";

export default {
  title: "only a tag that is none of the console's was changed",
  route: "changed tag or name",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    const Resources = [await scene.instance("mesos-master-test-a")];
    await scene.ec2.createTags({ Resources, Tags: [{ Key: "CostCentre", Value: "ManagedBy" }] });
  },
  typed: () => ['MesosMaster.destroy!("test")'],
  did: ["TerminateInstances"],
} satisfies Neighbour;
