import type { Neighbour } from "../../case.ts";

export default {
  title: "every profile exists",
  route: "recipe",
  identity: "name",
  set: [],
  typed: () => ['MesosMaster.create!("test")'],
  did: ["RunInstances"],
} satisfies Neighbour;
