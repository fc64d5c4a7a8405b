import type { Neighbour } from "../../case.ts";
import { protecting, reachable } from "../../place.ts";

export default {
  title: "what may not be deleted may be replaced",
  route: "recipe",
  identity: "name",
  set: ['MesosMaster.create!("test")'],
  environment: () => protecting({ names: ["mesos-master-test-a"], actions: ["delete"] }, reachable),
  typed: () => ['MesosMaster.create!("test")'],
  did: ["RunInstances", "TerminateInstances"],
} satisfies Neighbour;
