import type { Neighbour } from "../../case.ts";

export default {
  title: "the first masters of all are made",
  route: "recipe",
  identity: "state",
  set: [],
  typed: () => ['MesosMaster.create!("test")'],
  did: ["RunInstances"],
} satisfies Neighbour;
