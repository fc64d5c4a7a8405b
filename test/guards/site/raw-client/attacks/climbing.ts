import type { Attack } from "../../case.ts";

export default {
  title: "a path that climbs out of the project",
  route: "raw client",
  typed: () => `openstack("compute", "/servers/../../../v3/auth/tokens")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
