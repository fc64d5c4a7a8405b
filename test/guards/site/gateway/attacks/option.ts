import type { Attack } from "../../case.ts";

export default {
  title: "an option before the name",
  route: "gateway arguments",
  typed: () => `DeleteVm!("--help alibuild03")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
