import type { Neighbour } from "../../case.ts";
import { sharing, upgraded } from "../../place.ts";

export default {
  title: "half of them, where the environment allows half",
  route: "recipe",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  environment: () => sharing(0.5, upgraded),
  typed: () => ['MesosOnDemand.create!("test")'],
  did: ["TerminateInstanceInAutoScalingGroup"],
} satisfies Neighbour;
