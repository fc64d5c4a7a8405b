import type { Attack } from "../../case.ts";
import { parkedAndMoved } from "../../ruses.ts";

export default {
  title: "a parked rebuild goes on after another server got the name of its host",
  route: "resume",
  ruse: parkedAndMoved,
  typed: () => `resume!("r4")`,
  by: "guard-planned-deletions",
} satisfies Attack;
