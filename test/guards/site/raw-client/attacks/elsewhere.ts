import type { Attack } from "../../case.ts";

export default {
  title: "a whole address in place of a path",
  route: "raw client",
  typed: () => `openstack("compute", "http://judy.cern.ch:8443/api/hosts")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
