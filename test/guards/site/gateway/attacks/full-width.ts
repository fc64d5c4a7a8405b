import type { Attack } from "../../case.ts";

export default {
  title: "a digit of full width",
  route: "gateway arguments",
  typed: () => `RebuildAgent!("alibuild0３")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
