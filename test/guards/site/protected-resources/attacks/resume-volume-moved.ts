import type { Attack } from "../../case.ts";
import { parkedAndMoved } from "../../ruses.ts";

export default {
  title: "a parked deletion goes on after the volume of alibuild03 was attached to its host",
  route: "resume",
  ruse: parkedAndMoved,
  typed: () => `resume!("r1")`,
  by: "guard-protected-resources",
} satisfies Attack;
