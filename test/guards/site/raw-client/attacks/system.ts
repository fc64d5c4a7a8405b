import type { Attack } from "../../case.ts";

export default {
  title: "the adapter itself is imported",
  route: "raw client",
  typed: () => `(await import("#src/systems/openstack/cloud.ts")).openCloud`,
  by: "import",
} satisfies Attack;
