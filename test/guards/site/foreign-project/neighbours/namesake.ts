import type { Neighbour } from "../../case.ts";
import { foreign } from "../../ruses.ts";

export default {
  title: "another project has a server of the same name",
  ruse: foreign,
  typed: () => `RebuildAgent!("alibuild13")`,
  did: [/mc-hold/],
} satisfies Neighbour;
