import type { Attack } from "../../case.ts";

export default {
  title: "quotes",
  route: "gateway arguments",
  typed: () => `DeleteVm!("alibuild13' 'alibuild03")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
