import type { Neighbour } from "../../case.ts";
import { upgraded } from "../../place.ts";

export default {
  title: "a quarter of four at once",
  route: "recipe",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  environment: () => upgraded,
  typed: () => ['MesosOnDemand.create!("test")'],
  did: ["TerminateInstanceInAutoScalingGroup"],
} satisfies Neighbour;
