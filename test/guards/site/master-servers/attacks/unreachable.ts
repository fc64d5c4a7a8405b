import type { Attack } from "../../case.ts";

export default {
  title: "Mesos cannot be reached, so nothing is proved",
  route: "runbook",
  faults: ["mesos-unreachable"],
  typed: () => `RebuildMaster!("alimesos01")`,
  by: "guard-master-servers",
} satisfies Attack;
