import type { Neighbour } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "the host beside the protected one is replaced",
  route: "recipe",
  identity: "id",
  set: ['MesosFixed.create!("test")'],
  environment: async (scene) => protecting({ ids: [await scene.instance("mesos-fixed-test-a")] }),
  typed: async (scene) => [`MesosFixed.replace!("test", "${await scene.instance("mesos-fixed-test-b")}")`],
  did: ["RunInstances", "TerminateInstances"],
} satisfies Neighbour;
