import type { Neighbour } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "what may not be deleted may be replaced",
  route: "recipe",
  identity: "id",
  set: ['MesosFixed.create!("test")'],
  environment: async (scene) => protecting({ ids: [await scene.instance("mesos-fixed-test-a")], actions: ["delete"] }),
  typed: async (scene) => [`MesosFixed.replace!("test", "${await scene.instance("mesos-fixed-test-a")}")`],
  did: ["RunInstances", "TerminateInstances"],
} satisfies Neighbour;
