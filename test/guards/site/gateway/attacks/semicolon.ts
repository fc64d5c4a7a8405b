import type { Attack } from "../../case.ts";

export default {
  title: "a second command",
  route: "gateway arguments",
  typed: () => `DeleteVm!("alibuild13; ai-kill alibuild03")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
