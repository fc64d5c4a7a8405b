import type { Neighbour } from "../../case.ts";
import { locked, withStack } from "../../place.ts";

export default {
  title: "the agents of a protected stack are upgraded",
  route: "recipe",
  identity: "name",
  set: ['MesosOnDemand.create!("test")'],
  environment: () => withStack({ mesosVersion: "1.11.1" }, locked),
  typed: () => ['MesosOnDemand.create!("test")'],
  did: ["TerminateInstanceInAutoScalingGroup"],
} satisfies Neighbour;
