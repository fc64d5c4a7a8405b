import type { Attack } from "../../case.ts";
import { oneMasterDown } from "../../ruses.ts";

export default {
  title: "a master is deleted while another one is down",
  route: "runbook",
  ruse: oneMasterDown,
  typed: () => `DeleteVm!("alimesos02")`,
  by: "guard-master-servers",
} satisfies Attack;
