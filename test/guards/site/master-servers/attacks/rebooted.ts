import type { Attack } from "../../case.ts";
import { oneMasterDown } from "../../ruses.ts";

export default {
  title: "a master that serves is rebooted while another one is down",
  route: "runbook",
  ruse: oneMasterDown,
  typed: ({ server }) => `RebootServer!("${server("alimesos02").id}")`,
  by: "guard-master-servers",
} satisfies Attack;
