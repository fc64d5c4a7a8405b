import type { Attack } from "../../case.ts";

export default {
  title: "the same, encoded",
  route: "raw client",
  typed: () => `openstack("compute", "/%2e%2E/.%2e/v3/auth/tokens")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
