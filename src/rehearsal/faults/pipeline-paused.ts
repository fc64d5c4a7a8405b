import type { Fault } from "../troubles.ts";

/** The rehearsed pipelines ask for it by its name. */
export default {
  name: "pipeline-paused",
  title: "the pipeline that builds the images is paused for three hours",
} satisfies Fault;
