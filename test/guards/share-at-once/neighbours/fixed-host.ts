import type { Neighbour } from "../../case.ts";
import { sharing } from "../../place.ts";

export default {
  title: "one fixed host of three",
  route: "recipe",
  identity: "id",
  set: ['MesosFixed.create!("test")'],
  environment: (scene) => sharing(0.01, scene.base),
  typed: async (scene) => [`MesosFixed.replace!("test", "${await scene.instance("mesos-fixed-test-b")}")`],
  did: ["TerminateInstances"],
} satisfies Neighbour;
