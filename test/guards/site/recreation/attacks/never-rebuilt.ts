import type { Attack } from "../../case.ts";
import { gone } from "../../ruses.ts";

export default {
  title: "alibuild09 is made again after it was deleted",
  route: "runbook",
  ruse: gone,
  typed: () => `CreateAgent!("alibuild09")`,
  by: "guard-recreation",
} satisfies Attack;
