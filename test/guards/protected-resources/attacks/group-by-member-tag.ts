import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a group is deleted that has a member with a protected tag",
  route: "recipe",
  identity: "attachment",
  set: ['MesosOnDemand.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.createTags({
      Resources: [await scene.instance("mesos-on-demand-test")],
      Tags: [{ Key: "Keep", Value: "yes" }],
    });
  },
  environment: () => protecting({ tags: { Keep: "yes" } }),
  typed: () => ['MesosOnDemand.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
