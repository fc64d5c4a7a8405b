import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "container-missing",
  title: "mesos-dns does not run on alimesos02, and Puppet does not start it",
  platform: "openstack",
} satisfies Fault;
