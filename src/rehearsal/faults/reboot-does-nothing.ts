import type { Fault } from "../troubles.ts";

export default {
  name: "reboot-does-nothing",
  title: "the first reboot of a running server is said to be done, and the machine never went down",
  platform: "openstack",
} satisfies Fault;
