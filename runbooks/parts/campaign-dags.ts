import { type CampaignEnvironment, type Json, type Step, wait } from "../../src/runbook.ts";
import { looked, waitedFor } from "./campaign.ts";
import { triggered } from "./campaign-pipeline.ts";

/** Airflow reads its DAGs again every few minutes. */
const readsWithinSeconds = 30 * 60;

/**
 * The pipelines that bring the DAGs to Airflow, one after the other, and what Airflow makes of them.
 * @param dags what Airflow listed before, where that is known
 */
export function dagsBroughtBack(
  environment: CampaignEnvironment,
  dags: Json | undefined,
  after: readonly string[],
): readonly Step[] {
  const { dagPipelines } = environment.sources.bump;
  const because = "it brings what was taken back to Airflow";
  const pipelines = dagPipelines.flatMap((pipeline, index) => {
    const before = dagPipelines[index - 1];
    return triggered(pipeline, because, before === undefined ? after : [`${before}.ran`], environment);
  });
  const last = dagPipelines.at(-1);
  return [...pipelines, ...dagsAreWell(dags, last === undefined ? after : [`${last}.ran`])];
}

/** The last of these steps: what comes next comes after it. */
export function dagsEnd(dags: Json | undefined): string {
  return dags === undefined ? "dags-parse" : "dags-same";
}

function dagsAreWell(dags: Json | undefined, after: readonly string[]): readonly Step[] {
  const parse = wait({
    id: "dags-parse",
    title: "see that Airflow can parse every DAG",
    lane: "airflow",
    after,
    conditions: [waitedFor(looked("airflow", "dags-parse", "Airflow has no import errors", {}), readsWithinSeconds)],
    otherwise: "read the import error; mend the DAG in aurora-jobs",
  });
  if (dags === undefined) return [parse];
  const what = "every DAG is there, and paused or not as before the bump";
  const same = wait({
    id: "dags-same",
    title: "see that every DAG is there, and paused or not as it was before the bump",
    lane: "airflow",
    after: ["dags-parse"],
    conditions: [waitedFor(looked("airflow", "dags-as-before", what, { before: dags }), readsWithinSeconds)],
    otherwise: "pause or unpause in Airflow those that differ",
  });
  return [parse, same];
}
