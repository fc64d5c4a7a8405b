import type { Attack } from "../../case.ts";

export default {
  title: "encoded slashes",
  route: "raw client",
  typed: () => `openstack("volume", "/volumes%2f7b1e4d90-5c3f-4a28-9d17-b03b03b03b03%2faction")`,
  by: "cloud-not-found",
  reason: "system",
} satisfies Attack;
