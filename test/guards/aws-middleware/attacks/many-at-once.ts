import type { Attack } from "../../case.ts";

export default {
  title: "all hosts of a name are terminated",
  route: "several matches",
  identity: "count",
  typed: async (scene) => [
    `aws("ec2", "TerminateInstances", { InstanceIds: ${JSON.stringify(await scene.instances("mesos-on-demand-test"))} })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
