import { createHash } from "node:crypto";
import type { Fields, Json } from "../../model/json.ts";
import type { Sources } from "../../model/sources.ts";
import type { Pipeline } from "./pipeline.ts";
import { type PipelineRun, type PlannedStage, stageNames } from "./run.ts";

/** What a run is told with. */
export interface Telling {
  readonly pipeline: Pipeline;
  readonly sources: Sources;
  readonly now: number;
}

/** `GET /pipelines/NAME/COUNTER`, and one entry of a history. */
export function runJson(telling: Telling, run: PipelineRun): Fields {
  const { pipeline } = telling;
  return {
    name: pipeline.name,
    counter: run.counter,
    label: String(run.counter),
    natural_order: run.counter,
    can_run: !pipeline.isRunning(telling.now),
    preparing_to_schedule: false,
    comment: null,
    scheduled_date: run.scheduledAt,
    build_cause: causeJson(telling, run),
    stages: stageNames.map((name) => stageJson(telling, run, name)),
  };
}

function causeJson({ pipeline, sources }: Telling, { forcedBy, hasChanged, modifications }: PipelineRun): Fields {
  const { repository, branch } = pipeline.options;
  const url = sources.git.remote.replace("{repository}", repository);
  return {
    trigger_message: forcedBy ? `Forced by ${forcedBy}` : `modified by ${modifications[0]?.author ?? ""}`,
    trigger_forced: forcedBy !== undefined,
    approver: forcedBy ?? "",
    material_revisions: [
      {
        changed: hasChanged,
        material: {
          name: repository,
          fingerprint: createHash("sha256").update(`${url} ${branch}`).digest("hex"),
          type: "Git",
          description: `URL: ${url}, Branch: ${branch}`,
        },
        modifications: modifications.map(({ sha, at, author, title }) => ({
          ...{ revision: sha, modified_time: at, user_name: author, comment: title, email_address: null },
        })),
      },
    ],
  };
}

/** `Unknown` until it has ended; a stage that has not begun has neither a counter nor jobs. */
function stageJson({ now, pipeline }: Telling, run: PipelineRun, name: string): Fields {
  const planned = run.stages.find((each) => each.name === name && each.from <= now);
  const isFirst = name === stageNames[0];
  const approval_type = isFirst && pipeline.options.isManual ? "manual" : "success";
  const common = { name, approval_type, operate_permission: true, can_run: false, rerun_of_counter: null };
  if (!planned) return { ...common, counter: "1", scheduled: false, approved_by: null, jobs: [] };
  const { status, result } = stateOf(planned, now);
  const jobs = [{ name, scheduled_date: planned.from, state: result === "Unknown" ? "Building" : "Completed", result }];
  return { ...common, counter: "1", scheduled: true, status, result, approved_by: run.forcedBy ?? "changes", jobs };
}

function stateOf({ until, result }: PlannedStage, now: number) {
  return until <= now ? { status: result, result } : { status: "Building", result: "Unknown" };
}

/** `GET /stages/NAME/COUNTER/STAGE/1`; `undefined`: it has not begun. */
export function stageInstanceJson({ pipeline, now }: Telling, run: PipelineRun, name: string): Fields | undefined {
  const planned = run.stages.find((each) => each.name === name && each.from <= now);
  if (!planned) return undefined;
  const { status, result } = stateOf(planned, now);
  const times: readonly (readonly [string, number])[] = [
    ["Scheduled", planned.from],
    ["Building", planned.from + 5_000],
    ["Completed", planned.until],
  ];
  const transitions: readonly Json[] = times
    .filter(([, at]) => at <= now)
    .map(([state, state_change_time]) => ({ state, state_change_time }));
  return {
    name,
    counter: 1,
    pipeline_name: pipeline.name,
    pipeline_counter: run.counter,
    approved_by: run.forcedBy ?? "changes",
    ...{ result, status, approval_type: "success", rerun_of_counter: null },
    jobs: [
      { name, state: result === "Unknown" ? "Building" : "Completed", result, job_state_transitions: transitions },
    ],
  };
}
