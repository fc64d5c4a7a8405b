import type { Attack } from "../../case.ts";

export default {
  title: "a wildcard",
  route: "several matches",
  typed: () => `DeleteVm!("alibuild0*")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
