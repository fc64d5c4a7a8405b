import type { Neighbour } from "../../case.ts";
import { loseMasters } from "../../masters.ts";

export default {
  title: "a master that is gone is made again",
  route: "recipe",
  identity: "state",
  set: ['MesosMaster.create!("test")'],
  stage: (scene) => loseMasters(scene, "b"),
  typed: () => ['MesosMaster.create!("test")'],
  did: ["RunInstances"],
} satisfies Neighbour;
