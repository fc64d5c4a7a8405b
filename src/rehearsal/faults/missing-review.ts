import type { Fault } from "../troubles.ts";

/** The rehearsed GitHub asks for it by its name. */
export default {
  name: "missing-review",
  title: "nobody reviews what is asked for in aurora-jobs",
} satisfies Fault;
