import { argument, campaign } from "../src/runbook.ts";
import { triggered } from "./parts/campaign-pipeline.ts";

export const TriggerPipeline = campaign({
  title: "Run a pipeline once more",
  why: `For a pipeline of GoCD that failed for a reason that is gone, or that has to run without a change. It is
triggered once, also if the answer to that is lost, and its run is followed to its end.`,
  parameters: [{ name: "name", type: "pipeline", title: "the pipeline's name, e.g. dagao" }],
  scope: (context) => `pipeline-${argument(context, 0)}`,
  steps: (context) => triggered(argument(context, 0), "an operator triggers it", [], context.environment),
});
