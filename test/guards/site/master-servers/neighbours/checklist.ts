import type { Neighbour } from "../../case.ts";
import { elsewhereHeld } from "../../ruses.ts";

export default {
  title: "the checklist, while another console holds the masters",
  ruse: elsewhereHeld,
  typed: () => "CheckMasters()",
  did: [],
  isDone: true,
} satisfies Neighbour;
