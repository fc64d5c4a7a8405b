import type { Attack } from "../../case.ts";

export default {
  title: "a second request behind the end of a line",
  route: "raw client",
  typed: () =>
    `openstack("compute", "/servers HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nDELETE /servers/3f0c9b7e-1d2a-4c5b-8e6f-a03a03a03a03")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
