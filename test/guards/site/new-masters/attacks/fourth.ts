import type { Attack } from "../../case.ts";

export default {
  title: "a fourth master",
  route: "runbook",
  typed: () => `CreateMaster!("alimesos04", "cern-geneva-a")`,
  by: "guard-new-masters",
} satisfies Attack;
