import type { Neighbour } from "../../case.ts";
import { older } from "../../place.ts";

export default {
  title: "masters without any agent go back",
  route: "recipe",
  identity: "state",
  set: ['MesosMaster.create!("test")'],
  environment: () => older,
  typed: () => ['MesosMaster.create!("test")'],
  did: ["TerminateInstances", "RunInstances"],
} satisfies Neighbour;
