import type { Neighbour } from "../../case.ts";
import { older } from "../../place.ts";

export default {
  title: "the whole cluster goes back, agents before masters",
  route: "recipe",
  identity: "state",
  environment: () => older,
  typed: () => ['MesosCluster.rollback("test")'],
} satisfies Neighbour;
