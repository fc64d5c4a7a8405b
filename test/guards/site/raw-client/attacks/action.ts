import type { Attack } from "../../case.ts";

export default {
  title: "an action of a server",
  route: "raw client",
  typed: () => `openstack("compute", "/servers/3f0c9b7e-1d2a-4c5b-8e6f-a03a03a03a03/action", { rebuild: "x" })`,
  by: "cloud-not-found",
  reason: "system",
} satisfies Attack;
