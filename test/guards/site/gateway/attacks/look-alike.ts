import type { Attack } from "../../case.ts";

export default {
  title: "letters that look alike",
  route: "gateway arguments",
  typed: () => `RebuildAgent!("аlibuild03")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
