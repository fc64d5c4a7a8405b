import { listAt, numberAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { Build } from "./built.ts";
import type { Client } from "./client.ts";
import { statusIfTold } from "./history.ts";
import type { Instance, Stage } from "./instances.ts";
import { instanceUrl, pipelineUrl, stageUrl, standingOf } from "./standing.ts";

/** A run that passed, for the report and for what comes after. */
export type Passed = {
  readonly pipeline: string;
  readonly counter: number;
  readonly label: string;
  readonly url: string;
  readonly result: "Passed";
  /** From its schedule to its last stage's end; `null` where GoCD does not tell. */
  readonly tookSeconds: number | null;
};

/** What one pipeline's run amounts to. `passed` only where it did. */
export type Told = Omit<ConditionState, "value"> & { readonly passed?: Passed };

/** Of a run that was found. */
export async function tellRun(client: Client, { instance, insteadOf }: Build): Promise<Told> {
  const name = nameOf(instance);
  const standing = standingOf(instance);
  if (standing.is === "passed") return await tellPassed(client, instance, insteadOf);
  const url = stageUrl(client.url, instance, standing.stage);
  const stage = `stage ${quoted(standing.stage.name)}`;
  if (standing.is === "running") return { holds: "no", detail: `${name} runs, ${stage}`, next: url };
  if (standing.is === "gate") {
    const next = `${url}: somebody has to start ${stage}`;
    return { holds: "no", detail: `${name} waits for a person to start ${stage}`, next };
  }
  const detail = `${name} ${standing.is === "failed" ? "failed" : "was cancelled"} at ${stage}`;
  return { holds: "no", detail, isFinal: true, next: again(instance, url) };
}

function again({ pipeline }: Instance, url: string): string {
  return `see why at ${url}; TriggerPipeline!(${JSON.stringify(pipeline)}) runs it anew`;
}

async function tellPassed(client: Client, instance: Instance, insteadOf: Instance | undefined): Promise<Told> {
  const { pipeline, counter, label } = instance;
  const url = instanceUrl(client.url, pipeline, counter);
  const tookSeconds = await tookSecondsOf(client, instance);
  const later = insteadOf ? `, later than ${nameOf(insteadOf)}, which had not` : "";
  const detail = `${nameOf(instance)} passed${tookSeconds === null ? "" : ` in ${spell(tookSeconds)}`}${later}`;
  return { holds: "yes", detail, passed: { pipeline, counter, label, url, result: "Passed", tookSeconds } };
}

/** History tells no end: the times at which the jobs of the last stage changed do. */
async function tookSecondsOf(client: Client, instance: Instance): Promise<number | null> {
  const last = instance.stages.at(-1);
  if (!last || instance.scheduledAt === undefined) return null;
  const endedAt = await endOf(client, instance, last).catch(() => undefined);
  return endedAt === undefined ? null : Math.max(0, Math.round((endedAt - instance.scheduledAt) / 1000));
}

async function endOf(client: Client, { pipeline, counter }: Instance, stage: Stage): Promise<number | undefined> {
  const path = [pipeline, counter, stage.name, stage.counter].map((part) => encodeURIComponent(part)).join("/");
  const told = await client.read(`/stages/${path}`, 3);
  const transitions = listAt(told, "jobs").flatMap((job) => listAt(job, "job_state_transitions"));
  const completed = transitions.filter((each) => textAt(each, "state") === "Completed");
  const times = completed.flatMap((each) => numberAt(each, "state_change_time") ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}

function spell(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** `deploy 42`, with the label where it is another than the counter. */
export function nameOf({ pipeline, counter, label }: Instance): string {
  return label === String(counter) ? `${pipeline} ${counter}` : `${pipeline} ${counter} (${quoted(label, 40)})`;
}

/** Of a pipeline that has not begun to build what is waited for: paused, held by its lock, or not yet. */
export async function tellAbsent(client: Client, pipeline: string, awaited: string): Promise<Told> {
  const status = await statusIfTold(client, pipeline);
  const url = pipelineUrl(client.url, pipeline);
  if (status?.isPaused) {
    const why = status.pausedBecause ? `: ${quoted(status.pausedBecause)}` : "";
    const detail = `${pipeline} is paused by ${quoted(status.pausedBy, 60)}${why}`;
    return { holds: "no", detail, next: `ask ${quoted(status.pausedBy, 60)}, then unpause it at ${url}` };
  }
  if (status?.isLocked && !status.isSchedulable) {
    const detail = `${pipeline} has not built ${awaited} yet: an earlier run holds its lock`;
    return {
      holds: "no",
      detail,
      next: `see its runs at ${url}; UnlockPipeline!(${JSON.stringify(pipeline)}) lets go`,
    };
  }
  return { holds: "no", detail: `${pipeline} has not built ${awaited} yet`, next: url };
}
