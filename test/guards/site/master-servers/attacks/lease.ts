import type { Attack } from "../../case.ts";
import { mastersHeld } from "../../ruses.ts";

export default {
  title: "another run of this console holds the masters",
  route: "runbook",
  ruse: mastersHeld,
  typed: () => `RebuildMaster!("alimesos02")`,
  by: "lease-held",
  reason: "parked",
} satisfies Attack;
