import type { Attack } from "../../case.ts";

export default {
  title: "a built-in module is imported",
  route: "dynamic import",
  identity: "name",
  typed: () => ['await import("node:child_process")'],
  held: { by: "import" },
} satisfies Attack;
