import type { Attack } from "../../case.ts";

export default {
  title: "a method among what is asked",
  route: "raw client",
  typed: () =>
    `openstack("compute", "/servers/3f0c9b7e-1d2a-4c5b-8e6f-a03a03a03a03/action", { method: "POST", _method: "DELETE", "X-HTTP-Method-Override": "DELETE" })`,
  by: "cloud-not-found",
  reason: "system",
} satisfies Attack;
