import type { Attack } from "../../case.ts";
import { protecting, reachable } from "../../place.ts";

export default {
  title: "a master is replaced whose volume has a protected tag",
  route: "recipe",
  identity: "attachment",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.createTags({
      Resources: [await scene.volume("mesos-master-test-c")],
      Tags: [{ Key: "Keep", Value: "yes" }],
    });
  },
  environment: () => protecting({ tags: { Keep: "yes" } }, reachable),
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
