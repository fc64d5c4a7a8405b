import type { Attack } from "../../case.ts";

export default {
  title: "the console's own source is imported",
  route: "dynamic import",
  identity: "name",
  typed: () => ['await import("./src/model/permit.ts")'],
  held: { by: "import" },
} satisfies Attack;
