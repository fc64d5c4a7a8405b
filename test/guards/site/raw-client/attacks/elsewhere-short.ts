import type { Attack } from "../../case.ts";

export default {
  title: "an address without its protocol",
  route: "raw client",
  typed: () => `openstack("compute", "//judy.cern.ch:8443/api/hosts")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
