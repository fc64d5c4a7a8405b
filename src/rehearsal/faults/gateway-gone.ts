import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "gateway-gone",
  title:
    "the gateway's machine goes down eight seconds after the first command that is started there, for twenty minutes",
  platform: "openstack",
} satisfies Fault;
