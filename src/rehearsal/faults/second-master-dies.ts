import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "second-master-dies",
  title: "two minutes into the rebuild of a master another one hangs until it is rebooted",
  platform: "openstack",
} satisfies Fault;
