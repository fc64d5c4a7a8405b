import type { Attack } from "../../case.ts";

export default {
  title: "the protection against termination is lifted",
  route: "raw client",
  identity: "id",
  typed: async (scene) => [
    `aws("ec2", "ModifyInstanceAttribute", { InstanceId: "${await scene.instance("mesos-master-test-a")}", DisableApiTermination: { Value: false } })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
