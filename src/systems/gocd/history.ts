import { isSystemError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { isTrueAt, listAt, numberAt, textAt } from "../../model/json-at.ts";
import type { Client } from "./client.ts";
import { gocdError } from "./error.ts";
import { type Instance, instanceIn } from "./instances.ts";

const pageSize = 50;
/** A revision that is older than this many pages is not looked for: its run is long over. */
const pagesAtMost = 10;
/** GoCD's own rule for names of pipelines. */
const pipelineName = /^[\w-][\w.-]{0,254}$/;

/** The path of a pipeline's API. @throws OpsError `gocd-unknown` for what cannot be a pipeline's name */
export function pipelinePath(pipeline: string): string {
  if (pipelineName.test(pipeline)) return `/pipelines/${encodeURIComponent(pipeline)}`;
  throw gocdError("gocd-unknown", `${JSON.stringify(pipeline)} is no pipeline`, "no pipeline can have such a name");
}

/** The runs of a pipeline, newest first, page by page as they are asked for. */
export async function* history(client: Client, pipeline: string): AsyncGenerator<Instance> {
  let query = `page_size=${pageSize}`;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const answer = await client.read(`${pipelinePath(pipeline)}/history?${query}`, 1);
    for (const each of listAt(answer, "pipelines")) if (!isPreparing(each)) yield instanceIn(each);
    const after = cursorIn(textAt(answer, "_links", "next", "href"));
    if (after === undefined) return;
    query = `page_size=${pageSize}&after=${encodeURIComponent(after)}`;
  }
}

/** A run that is being prepared has no counter of its own yet: taken for one, all runs before would be newer. */
function isPreparing(value: Json): boolean {
  return isTrueAt(value, "preparing_to_schedule") || (numberAt(value, "counter") ?? 1) < 1;
}

/** Of the link only the cursor is taken: its host is whatever the server takes its site to be. */
function cursorIn(href: string | undefined): string | undefined {
  const query = href?.slice(href.indexOf("?") + 1);
  return new URLSearchParams(query ?? "").get("after") ?? undefined;
}

/** One run. */
export async function instanceOf(client: Client, pipeline: string, counter: number): Promise<Instance> {
  return instanceIn(await client.read(`${pipelinePath(pipeline)}/${counter}`, 1));
}

/** The highest counter there is; 0 before the first run. */
export async function highestCounter(client: Client, pipeline: string): Promise<number> {
  for await (const { counter } of history(client, pipeline)) return counter;
  return 0;
}

export interface PipelineStatus {
  readonly isPaused: boolean;
  readonly pausedBy: string;
  readonly pausedBecause: string;
  readonly isLocked: boolean;
  readonly isSchedulable: boolean;
}

export async function statusOf(client: Client, pipeline: string): Promise<PipelineStatus> {
  const status = await client.read(`${pipelinePath(pipeline)}/status`, 1);
  return {
    isPaused: isTrueAt(status, "paused"),
    pausedBy: textAt(status, "paused_by") ?? "somebody",
    pausedBecause: textAt(status, "paused_cause") ?? "",
    isLocked: isTrueAt(status, "locked"),
    isSchedulable: isTrueAt(status, "schedulable"),
  };
}

/** Who may not operate the pipeline is not told its status: the runs are told without it. */
export async function statusIfTold(client: Client, pipeline: string): Promise<PipelineStatus | undefined> {
  try {
    return await statusOf(client, pipeline);
  } catch (error) {
    if (isSystemError(error) && (error.code === "gocd-denied" || error.code === "gocd-unknown")) return undefined;
    throw error;
  }
}
