import type { Neighbour } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "a protected stack is made",
  route: "recipe",
  identity: "name",
  set: [],
  environment: () => locked,
  typed: () => ['MesosMaster.create!("test")'],
  did: ["RunInstances"],
} satisfies Neighbour;
