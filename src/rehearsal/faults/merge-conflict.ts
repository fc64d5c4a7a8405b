import type { Fault } from "../troubles.ts";

/** The rehearsed GitHub asks for it by its name. */
export default {
  name: "merge-conflict",
  title: "a later change on the default branch conflicts with the pull request of scale-cluster",
} satisfies Fault;
