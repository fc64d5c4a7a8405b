import type { Attack } from "../../case.ts";

export default {
  title: "a fourth master, as if it were an agent",
  route: "gateway arguments",
  typed: () => `CreateAgent!("alimesos04")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
