import type { Neighbour } from "../../case.ts";

export default {
  title: "a look at a deletion, by the full name in capitals with a final dot",
  typed: () => `DeleteVm("ALIBUILD13.CERN.CH.")`,
  did: [],
  isDone: true,
} satisfies Neighbour;
