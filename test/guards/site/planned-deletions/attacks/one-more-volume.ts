import type { Attack } from "../../case.ts";
import { parkedAndMoved } from "../../ruses.ts";

export default {
  title: "a parked deletion goes on after one more volume was attached that goes with the server",
  route: "resume",
  ruse: parkedAndMoved,
  typed: () => `resume!("r2")`,
  by: "guard-planned-deletions",
} satisfies Attack;
