import type { Attack } from "../../case.ts";

export default {
  title: "an option behind the name",
  route: "gateway arguments",
  typed: () => `DeleteVm!("alibuild13", "--force")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
