import type { Neighbour } from "../../case.ts";
import { reachable } from "../../place.ts";

export default {
  title: "every host goes on to a newer version, masters first",
  route: "recipe",
  identity: "state",
  environment: () => reachable,
  typed: () => ['MesosCluster.upgrade("test")'],
} satisfies Neighbour;
