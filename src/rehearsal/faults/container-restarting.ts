import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "container-restarting",
  title: "marathon on alimesos02 ends as soon as it has started, again and again",
  platform: "openstack",
} satisfies Fault;
