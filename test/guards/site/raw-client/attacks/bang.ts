import type { Attack } from "../../case.ts";

export default {
  title: "a bang behind the reads by hand",
  route: "raw client",
  typed: () => `openstack!("compute", "/servers/3f0c9b7e-1d2a-4c5b-8e6f-a03a03a03a03")`,
  by: "no-bang",
  reason: "usage",
} satisfies Attack;
