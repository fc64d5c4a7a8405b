import type { Neighbour } from "../../case.ts";

export default {
  title: "a recipe is imported and read",
  route: "dynamic import",
  identity: "name",
  typed: () => ['(await import("./recipes/mesos-master.ts")).MesosMaster.title'],
  value: "Mesos masters of a stack",
} satisfies Neighbour;
