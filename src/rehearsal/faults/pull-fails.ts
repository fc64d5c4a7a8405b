import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "pull-fails",
  title: "the first docker pull on each root disk fails",
  platform: "openstack",
} satisfies Fault;
