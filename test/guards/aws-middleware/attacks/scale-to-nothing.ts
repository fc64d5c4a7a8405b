import type { Attack } from "../../case.ts";

export default {
  title: "a group is scaled to nothing",
  route: "raw client",
  identity: "name",
  typed: () => [
    'aws("autoscaling", "SetDesiredCapacity", { AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 0 })',
  ],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
