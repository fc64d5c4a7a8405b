import type { Neighbour } from "../../case.ts";

export default {
  title: "alibuild030 is rebuilt",
  typed: () => `RebuildAgent!("alibuild030")`,
  did: [/mc-hold/],
} satisfies Neighbour;
