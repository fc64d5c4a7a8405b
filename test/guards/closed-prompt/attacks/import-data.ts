import type { Attack } from "../../case.ts";

export default {
  title: "code in its address is imported",
  route: "dynamic import",
  identity: "name",
  typed: () => ['await import("data:text/javascript,export default process")'],
  held: { by: "import" },
} satisfies Attack;
