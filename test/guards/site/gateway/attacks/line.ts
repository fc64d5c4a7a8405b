import type { Attack } from "../../case.ts";

export default {
  title: "a second line",
  route: "gateway arguments",
  typed: () => `RebuildAgent!("alibuild13\\nalibuild03")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
