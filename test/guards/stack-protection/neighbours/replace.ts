import type { Neighbour } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "a host of a protected stack is replaced",
  route: "recipe",
  identity: "id",
  set: ['MesosFixed.create!("test")'],
  environment: () => locked,
  typed: async (scene) => [`MesosFixed.replace!("test", "${await scene.instance("mesos-fixed-test-b")}")`],
  did: ["TerminateInstances"],
} satisfies Neighbour;
