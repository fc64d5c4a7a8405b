import type { Attack } from "../../case.ts";

export default {
  title: "a service that there is no client for",
  route: "raw client",
  typed: () => `openstack("__proto__", "/servers")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
