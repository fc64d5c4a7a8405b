import type { Fault } from "../troubles.ts";

/** The rehearsed GitHub asks for it by its name. */
export default {
  name: "red-check",
  title: "a check of deploy's first pull request is red, until somebody runs it again",
} satisfies Fault;
