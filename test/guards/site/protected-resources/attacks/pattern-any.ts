import type { Attack } from "../../case.ts";

export default {
  title: "a pattern that matches one character more",
  route: "several matches",
  typed: () => `DeleteVm!("alibuild0.")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
