import type { Neighbour } from "../../case.ts";
import { addForeignHost } from "../../lent.ts";

export default {
  title: "a cluster is completed although a foreign host has its tag",
  route: "recipe",
  identity: "tag",
  set: [],
  stage: addForeignHost,
  typed: () => ['MesosMaster.create!("test")'],
  did: ["RunInstances"],
} satisfies Neighbour;
