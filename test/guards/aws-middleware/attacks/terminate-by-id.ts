import type { Attack } from "../../case.ts";

export default {
  title: "an instance is terminated by hand",
  route: "raw client",
  identity: "id",
  typed: async (scene) => [
    `aws("ec2", "TerminateInstances", { InstanceIds: ["${await scene.instance("mesos-fixed-test-a")}"] })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
