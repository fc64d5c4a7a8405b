import type { Attack } from "../../case.ts";

export default {
  title: "what was looked at is changed before the bang",
  route: "runbook",
  typed: () => `const plan = await RebuildAgent("alibuild03");
    plan.verdicts.length = 0; plan.changes[0].name = "alibuild13"; plan.changes[0].targets = [];
    RebuildAgent!("alibuild03")`,
  by: "guard-protected-resources",
} satisfies Attack;
