import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "ssh-refuses",
  title: "for twenty minutes after each boot a host refuses SSH connections",
  platform: "openstack",
} satisfies Fault;
