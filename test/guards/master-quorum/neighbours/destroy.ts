import type { Neighbour } from "../../case.ts";
import { loseMasters } from "../../masters.ts";

export default {
  title: "an unprotected stack is let go of, although a master is gone",
  route: "recipe",
  identity: "state",
  set: ['MesosMaster.create!("test")'],
  stage: (scene) => loseMasters(scene, "b"),
  typed: () => ['MesosMaster.destroy!("test")'],
  did: ["TerminateInstances"],
} satisfies Neighbour;
