import type { Attack } from "../../case.ts";

export default {
  title: "a new server with a substitution in its name",
  route: "gateway arguments",
  typed: () => `CreateAgent!("alibuild21\`reboot\`")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
