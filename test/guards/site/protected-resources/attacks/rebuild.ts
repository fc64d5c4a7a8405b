import type { Attack } from "../../case.ts";

export default {
  title: "alibuild03 is rebuilt",
  route: "runbook",
  typed: () => `RebuildAgent!("alibuild03")`,
  by: "guard-protected-resources",
} satisfies Attack;
