import { act, argument, campaign } from "../src/runbook.ts";
import { thing } from "./parts/campaign.ts";

export const UnlockPipeline = campaign({
  title: "Unlock a pipeline",
  why: `For a pipeline of GoCD that one of its runs keeps locked although that run is over: no new run begins until
it is unlocked.`,
  parameters: [{ name: "name", type: "pipeline", title: "the pipeline's name, e.g. deploy" }],
  scope: (context) => `pipeline-${argument(context, 0)}`,
  steps(context) {
    const pipeline = argument(context, 0);
    return [
      act({
        id: "unlock",
        title: `unlock the pipeline ${pipeline}`,
        because: "what locked it is over",
        resources: [thing("gocd", "pipeline-lock", pipeline, pipeline, null)],
        otherwise: "a run that is still under way is ended first",
      }),
    ];
  },
});
