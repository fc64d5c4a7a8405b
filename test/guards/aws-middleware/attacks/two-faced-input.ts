import type { Attack } from "../../case.ts";

export default {
  title: "a getter says first dry run, then not",
  route: "raw client",
  identity: "kind",
  typed: async (scene) => [
    `let looks = 0;
    const input = {
      InstanceIds: ["${await scene.instance("mesos-fixed-test-a")}"],
      get DryRun() { return (looks += 1) !== 1 },
    };
    input.DryRun;
    Object.defineProperty(input, "DryRun", { get: () => (looks += 1) > 9, enumerable: true });
    aws("ec2", "TerminateInstances", input)`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
