import type { Attack } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "its hosts have other names now",
  route: "changed tag or name",
  identity: "name",
  set: ['MesosFixed.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.createTags({
      Resources: [await scene.instance("mesos-fixed-test-a")],
      Tags: [{ Key: "Name", Value: "free-for-all" }],
    });
  },
  environment: () => locked,
  typed: () => ['MesosFixed.destroy!("test")'],
  held: { by: "guard-stack-protection" },
} satisfies Attack;
