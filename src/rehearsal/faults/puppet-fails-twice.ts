import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "puppet-fails-twice",
  title: "the first two runs of Puppet on a new root disk end with errors, the third is clean",
  platform: "openstack",
} satisfies Fault;
