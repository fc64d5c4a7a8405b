import type { Fault } from "../troubles.ts";

/** The Mesos servers ask for it by its name. */
export default {
  name: "master-fails-over",
  title: "the leading Mesos master fails once, a minute after the first election, and comes back",
} satisfies Fault;
