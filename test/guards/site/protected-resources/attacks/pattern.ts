import type { Attack } from "../../case.ts";

export default {
  title: "a pattern that matches several",
  route: "several matches",
  typed: () => `RebuildAgent!("^alibuild0[13]$")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
