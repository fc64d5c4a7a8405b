import type { Attack } from "../../case.ts";

export default {
  title: "alibuild09 is rebuilt, by its full name in capitals",
  route: "runbook",
  typed: () => `RebuildAgent!("ALIBUILD09.CERN.CH")`,
  by: "guard-protected-resources",
} satisfies Attack;
