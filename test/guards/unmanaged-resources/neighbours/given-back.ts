import type { Neighbour } from "../../case.ts";

export default {
  title: "it was given back",
  route: "changed tag or name",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    const Resources = [await scene.instance("mesos-master-test-a")];
    await scene.ec2.deleteTags({ Resources, Tags: [{ Key: "ManagedBy" }] });
    await scene.ec2.createTags({ Resources, Tags: [{ Key: "ManagedBy", Value: "mesos-console" }] });
  },
  typed: () => ['MesosMaster.destroy!("test")'],
  did: ["TerminateInstances"],
} satisfies Neighbour;
