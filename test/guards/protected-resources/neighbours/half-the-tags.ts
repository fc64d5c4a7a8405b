import type { Neighbour } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a thing has one of two protected tags",
  route: "recipe",
  identity: "tag",
  set: ['MesosFixed.create!("test")'],
  environment: () => protecting({ tags: { Role: "mesos-fixed", Keep: "yes" } }),
  typed: async (scene) => [`MesosFixed.replace!("test", "${await scene.instance("mesos-fixed-test-a")}")`],
  did: ["RunInstances", "TerminateInstances"],
} satisfies Neighbour;
