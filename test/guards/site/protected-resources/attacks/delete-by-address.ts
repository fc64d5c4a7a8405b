import type { Attack } from "../../case.ts";

export default {
  title: "alibuild03 is deleted by its address",
  route: "runbook",
  typed: ({ server }) => `DeleteVm!("${server("alibuild03").address}")`,
  by: "guard-protected-resources",
} satisfies Attack;
