import type { Attack } from "../../case.ts";

export default {
  title: "a dry run that is none",
  route: "raw client",
  identity: "kind",
  typed: async (scene) => [
    `aws("ec2", "TerminateInstances", { InstanceIds: ["${await scene.instance("mesos-fixed-test-a")}"], DryRun: ["true", "false"] })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
