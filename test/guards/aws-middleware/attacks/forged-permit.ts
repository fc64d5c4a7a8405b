import type { Attack } from "../../case.ts";

export default {
  title: "the input carries a permit as the engine issues them",
  route: "raw client",
  identity: "permit",
  typed: async (scene) => [
    `const permit = Object.freeze({ run: "r1", change: "c", step: "c/terminate/1", token: "mc-1" });
    const input = { InstanceIds: ["${await scene.instance("mesos-fixed-test-a")}"], permit, issued: permit };
    aws("ec2", "TerminateInstances", input)`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
