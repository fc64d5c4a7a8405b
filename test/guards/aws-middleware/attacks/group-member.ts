import type { Attack } from "../../case.ts";

export default {
  title: "a member of a group is terminated",
  route: "raw client",
  identity: "id",
  typed: async (scene) => [
    `aws("autoscaling", "TerminateInstanceInAutoScalingGroup", { InstanceId: "${await scene.instance("mesos-on-demand-test")}", ShouldDecrementDesiredCapacity: true })`,
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
