import { act, type CampaignEnvironment, type Step, wait } from "../../src/runbook.ts";
import { looked, thing, waitedFor } from "./campaign.ts";

/** One run of a pipeline, triggered by us, to its end. */
export function triggered(
  pipeline: string,
  because: string,
  after: readonly string[],
  { sources }: CampaignEnvironment,
): readonly Step[] {
  const id = `${pipeline}.trigger`;
  const counter = { evidenceOf: `${id}: act pipeline-run/${pipeline}/trigger` };
  const what = `the run of ${pipeline} that was triggered passed`;
  return [
    act({
      id,
      title: `trigger the pipeline ${pipeline}`,
      because,
      lane: pipeline,
      after,
      resources: [thing("gocd", "pipeline-run", pipeline, pipeline, { pipeline, because })],
      otherwise: `UnlockPipeline!("${pipeline}") if it is locked; one that is paused is unpaused in GoCD`,
    }),
    wait({
      id: `${pipeline}.ran`,
      title: `wait until that run of ${pipeline} has passed`,
      lane: pipeline,
      after: [id],
      conditions: [
        waitedFor(
          looked("gocd", "pipeline-ran", what, { pipeline, counter }),
          sources.bump.policies.pipelineWithinSeconds,
        ),
      ],
      otherwise: `mend it, then TriggerPipeline!("${pipeline}")`,
    }),
  ];
}
