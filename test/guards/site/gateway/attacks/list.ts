import type { Attack } from "../../case.ts";

export default {
  title: "a list in place of a name",
  route: "gateway arguments",
  typed: () => `DeleteVm!(["alibuild13", "alibuild03"])`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
