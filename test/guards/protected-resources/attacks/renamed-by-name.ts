import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a master lost its Name and is protected by it",
  route: "changed tag or name",
  identity: "name",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.createTags({
      Resources: [await scene.instance("mesos-master-test-a")],
      Tags: [{ Key: "Name", Value: "whose-is-this" }],
    });
  },
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
