import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a volume lost its Name and is protected by its id",
  route: "changed tag or name",
  identity: "attachment",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.createTags({
      Resources: [await scene.volume("mesos-master-test-b")],
      Tags: [{ Key: "Name", Value: "rubbish" }],
    });
  },
  environment: async (scene) => protecting({ ids: [await scene.volume("mesos-master-test-b")] }),
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
