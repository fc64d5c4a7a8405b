import type { Neighbour } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "what is missing of a protected cluster is added",
  route: "recipe",
  identity: "tag",
  set: ['MesosFixed.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.terminateInstances({ InstanceIds: [await scene.instance("mesos-fixed-test-a")] });
    scene.pass(10);
  },
  environment: () => protecting({ tags: { Cluster: "cantareira-test" } }),
  typed: () => ['MesosFixed.create!("test")'],
  did: ["RunInstances"],
} satisfies Neighbour;
