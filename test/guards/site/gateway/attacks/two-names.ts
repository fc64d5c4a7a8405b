import type { Attack } from "../../case.ts";

export default {
  title: "two names in one",
  route: "gateway arguments",
  typed: () => `DeleteVm!("alibuild13 alibuild03")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
