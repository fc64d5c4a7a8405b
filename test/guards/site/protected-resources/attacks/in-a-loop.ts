import type { Attack } from "../../case.ts";

export default {
  title: "alibuild03 comes first in a list",
  route: "runbook",
  typed: () => `for (const host of ["alibuild03", "alibuild13"]) await RebuildAgent.now(host)`,
  by: "guard-protected-resources",
} satisfies Attack;
