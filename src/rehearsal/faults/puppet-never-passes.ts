import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "puppet-never-passes",
  title: "every run of Puppet ends with errors",
  platform: "openstack",
} satisfies Fault;
