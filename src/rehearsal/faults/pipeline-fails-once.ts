import type { Fault } from "../troubles.ts";

/** The rehearsed pipelines ask for it by its name. */
export default {
  name: "pipeline-fails-once",
  title: "the pipeline of deploy fails the first time that it builds something new",
} satisfies Fault;
