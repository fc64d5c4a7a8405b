import type { Neighbour } from "../../case.ts";
import { reachable } from "../../place.ts";

export default {
  title: "healthy masters are replaced, one after the other",
  route: "recipe",
  identity: "state",
  set: ['MesosMaster.create!("test")'],
  environment: () => reachable,
  typed: () => ['MesosMaster.create!("test")'],
  did: ["TerminateInstances", "RunInstances"],
} satisfies Neighbour;
