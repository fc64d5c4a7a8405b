import type { Fault } from "../troubles.ts";

/** The Mesos servers ask for it by its name. */
export default {
  name: "agents-lost",
  title: "one agent of each type does not register for ten minutes",
} satisfies Fault;
