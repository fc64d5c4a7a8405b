import type { Attack } from "../../case.ts";

export default {
  title: "out of the recipes' folder is imported",
  route: "dynamic import",
  identity: "name",
  typed: () => ['await import("./recipes/../src/engine/effects.ts")'],
  held: { by: "import" },
} satisfies Attack;
