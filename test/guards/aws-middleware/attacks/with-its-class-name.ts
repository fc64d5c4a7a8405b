import type { Attack } from "../../case.ts";

export default {
  title: "the command is called as its class",
  route: "raw client",
  identity: "kind",
  typed: async (scene) => [
    `aws("ec2", "TerminateInstancesCommand", { InstanceIds: ["${await scene.instance("mesos-fixed-test-a")}"] })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
