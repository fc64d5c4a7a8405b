import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "mesos-unreachable",
  title: "Mesos masters and ZooKeeper refuse every connection",
  platform: "openstack",
} satisfies Fault;
