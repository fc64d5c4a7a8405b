import type { Attack } from "../../case.ts";

export default {
  title: "Mesos cannot be reached, so it is not proved either that the master serves nothing",
  route: "runbook",
  faults: ["mesos-unreachable"],
  typed: () => `RebootServer!("alimesos01")`,
  by: "guard-master-servers",
} satisfies Attack;
