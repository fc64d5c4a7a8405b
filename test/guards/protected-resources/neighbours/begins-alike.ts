import type { Neighbour } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a name that only begins like a protected one",
  route: "recipe",
  identity: "name",
  set: ['MesosMaster.create!("test")'],
  environment: () => protecting({ names: ["mesos-master-test", "mesos-master-test-aa"] }),
  typed: () => ['MesosMaster.destroy!("test")'],
  did: ["TerminateInstances", "DeleteVolume"],
} satisfies Neighbour;
