import type { Neighbour } from "../../case.ts";

export default {
  title: "several looks at once",
  route: "prompt",
  identity: "realm",
  typed: () => ['[MesosMaster, MesosFixed].map((part) => part.create("test").then((plan) => plan.changes.length))'],
  value: [0, 0],
} satisfies Neighbour;
