import type { Attack } from "../../case.ts";

export default {
  title: "a substitution of the shell",
  route: "gateway arguments",
  typed: () => `RebuildAgent!("$(echo alibuild03)")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
