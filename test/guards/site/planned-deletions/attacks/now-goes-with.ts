import type { Attack } from "../../case.ts";
import { parkedAndMoved } from "../../ruses.ts";

export default {
  title: "a parked deletion goes on after the scratch volume was attached so that it goes with the server",
  route: "delete_on_termination",
  ruse: parkedAndMoved,
  typed: () => `resume!("r3")`,
  by: "guard-planned-deletions",
} satisfies Attack;
