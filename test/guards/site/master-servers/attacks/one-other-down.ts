import type { Attack } from "../../case.ts";
import { oneMasterDown } from "../../ruses.ts";

export default {
  title: "a master is rebuilt while another one is down",
  route: "runbook",
  ruse: oneMasterDown,
  typed: () => `RebuildMaster!("alimesos01")`,
  by: "guard-master-servers",
} satisfies Attack;
