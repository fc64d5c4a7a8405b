import type { Attack } from "../../case.ts";
import { gone } from "../../ruses.ts";

export default {
  title: "alibuild03 is made again after it was deleted, by its full name",
  route: "runbook",
  ruse: gone,
  typed: () => `CreateAgent!("ALIBUILD03.cern.ch")`,
  by: "guard-recreation",
} satisfies Attack;
