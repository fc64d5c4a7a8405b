import type { Attack } from "../../case.ts";

export default {
  title: "a host behind an at sign",
  route: "raw client",
  typed: () => `openstack("compute", "@judy.cern.ch/api/hosts")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
