import type { Attack } from "../../case.ts";
import { elsewhereHeld } from "../../ruses.ts";

export default {
  title: "a console elsewhere holds the masters",
  route: "runbook",
  ruse: elsewhereHeld,
  typed: () => `RebuildMaster!("alimesos01")`,
  by: "answer-needed",
  reason: "parked",
} satisfies Attack;
