import type { Fault } from "../troubles.ts";

/** The rehearsed hosts ask for it by its name. */
export default {
  name: "clock-skewed",
  title: "the clock of alimesos02 is 90 seconds ahead",
  platform: "openstack",
} satisfies Fault;
