import type { Attack } from "../../case.ts";
import { parkedMaster } from "../../ruses.ts";

export default {
  title: "a master is rebuilt while somebody else rebuilds another one",
  route: "runbook",
  ruse: parkedMaster,
  typed: () => `RebuildMaster!("alimesos02")`,
  by: "guard-master-servers",
} satisfies Attack;
