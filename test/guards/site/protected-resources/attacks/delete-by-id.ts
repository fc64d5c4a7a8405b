import type { Attack } from "../../case.ts";

export default {
  title: "alibuild03 is deleted by its id",
  route: "runbook",
  typed: ({ server }) => `DeleteVm!("${server("alibuild03").id.toUpperCase()}")`,
  by: "guard-protected-resources",
} satisfies Attack;
