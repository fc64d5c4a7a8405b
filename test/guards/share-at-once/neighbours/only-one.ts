import type { Neighbour } from "../../case.ts";
import { upgraded } from "../../place.ts";

export default {
  title: "the only agent of its type",
  route: "recipe",
  identity: "count",
  set: ['MesosMultiAZSpotInstances.create!("test")'],
  environment: () => upgraded,
  typed: () => ['MesosMultiAZSpotInstances.create!("test")'],
  did: ["TerminateInstanceInAutoScalingGroup"],
} satisfies Neighbour;
