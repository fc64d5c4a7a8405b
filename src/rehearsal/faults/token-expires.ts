import type { Fault } from "../troubles.ts";

export default {
  name: "token-expires",
  title: "tokens live five minutes",
  platform: "openstack",
} satisfies Fault;
