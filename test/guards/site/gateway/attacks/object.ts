import type { Attack } from "../../case.ts";

export default {
  title: "an object that becomes another name each time it is read",
  route: "gateway arguments",
  typed: () => `let reads = 0; DeleteVm!({ toString: () => (reads++ === 0 ? "alibuild13" : "alibuild03") })`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
