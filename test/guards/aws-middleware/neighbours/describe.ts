import type { Neighbour } from "../../case.ts";

export default {
  title: "a look by hand",
  route: "raw client",
  identity: "kind",
  typed: () => ['(await aws("ec2", "DescribeInstances", {})).Reservations.length > 0'],
  value: true,
} satisfies Neighbour;
