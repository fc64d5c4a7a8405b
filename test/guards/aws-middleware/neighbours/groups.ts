import type { Neighbour } from "../../case.ts";

export default {
  title: "a look at the groups",
  route: "raw client",
  identity: "name",
  typed: () => [
    '(await aws("autoscaling", "DescribeAutoScalingGroups", {})).AutoScalingGroups.map((g) => g.AutoScalingGroupName).sort()',
  ],
  value: ["mesos-on-demand-test", "mesos-spot-multi-az-test"],
} satisfies Neighbour;
