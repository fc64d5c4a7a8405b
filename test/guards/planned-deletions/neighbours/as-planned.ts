import type { Neighbour } from "../../case.ts";

export default {
  title: "a cluster goes as it was planned",
  route: "recipe",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  typed: () => ['MesosOnDemand.destroy!("test")'],
  did: ["DeleteAutoScalingGroup"],
} satisfies Neighbour;
