import type { Neighbour } from "../../case.ts";
import { renamed } from "../../ruses.ts";

export default {
  title: "alibuild03 and alibuild09 are locked in Nova, whatever they are called there",
  ruse: renamed,
  typed: () => "Protect!()",
  did: [/3f0c9b7e-.*action/, /9a6d2c41-.*action/],
  isDone: true,
} satisfies Neighbour;
