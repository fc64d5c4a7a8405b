import type { Fault } from "../troubles.ts";

/** The rehearsed GitHub asks for it by its name. */
export default {
  name: "head-moved",
  title: "somebody pushes to the branch of deploy's pull request after its review",
} satisfies Fault;
