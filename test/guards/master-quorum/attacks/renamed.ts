import type { Attack } from "../../case.ts";
import { loseMasters } from "../../masters.ts";
import { reachable } from "../../place.ts";

export default {
  title: "the master that is gone left its Name to another one",
  route: "changed tag or name",
  identity: "state",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await loseMasters(scene, "c");
    const Resources = [await scene.instance("mesos-master-test-a")];
    await scene.ec2.createTags({ Resources, Tags: [{ Key: "Name", Value: "mesos-master-test-c" }] });
  },
  environment: () => reachable,
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-master-quorum" },
} satisfies Attack;
