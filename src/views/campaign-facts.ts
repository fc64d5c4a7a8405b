import { isFields, type Json, textsIn } from "../model/json.ts";
import { textAt } from "../model/json-at.ts";
import type { ProcedureStep, StepOutcome } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import type { Lane } from "./campaign-lanes.ts";
import { changesOfStep } from "./campaign-words.ts";
import { nothingToChange } from "./omitted.ts";

/** What became of a lane, as the run's journal has it; empty texts where that is not known. */
export interface LaneFacts {
  readonly repository: string;
  readonly pullUrl: string;
  /** `#74` */
  readonly pullNumber: string;
  /** Whether its pull request was closed without a merge. */
  readonly isClosed: boolean;
  /** The commit that was reviewed. */
  readonly head: string;
  /** The commit on the default branch. */
  readonly merge: string;
  /** ISO 8601 */
  readonly mergedAt: string;
  readonly approvedBy: readonly string[];
  /** Runs of pipelines, as their systems tell of them. */
  readonly builds: readonly Build[];
  /** Runs of this console's own that were begun for it: `r3`. */
  readonly children: readonly string[];
}

export interface Build {
  readonly pipeline: string;
  /** `138`, with its label where that is another: `138 (1.9.0-138)`. */
  readonly counter: string;
  readonly url: string;
  readonly tookSeconds?: number;
}

/** Gathers what the gate saw, the merge gave and the waits saw, in that order: what was done says more than what was seen before. */
export function factsOf(lane: Pick<Lane, "steps">, run: Run): LaneFacts {
  const outcomes = new Map(run.outcomes.map((outcome) => [outcome.step, outcome]));
  const values = lane.steps.flatMap((step) => [...effectValues(step, run), ...outcomeValues(outcomes.get(step.id))]);
  const pull = (name: string) => values.map((value) => textOf(value, name)).findLast((text) => text !== "") ?? "";
  const approvals = values.map((value) => (isFields(value) ? textsIn(value.approvedBy) : []));
  return {
    repository: repositoryOf(lane),
    pullUrl: pull("url"),
    pullNumber: pull("number") && `#${pull("number")}`,
    isClosed: pull("sha") === "" && lane.steps.some((step) => wasClosed(step, run)),
    head: pull("head"),
    merge: pull("sha"),
    mergedAt: pull("mergedAt"),
    approvedBy: approvals.findLast((names) => names.length > 0) ?? [],
    builds: values.flatMap(buildsIn),
    children: values.flatMap((value) => textAt(value, "run") ?? []),
  };
}

function wasClosed(step: ProcedureStep, { steps, plan }: Run): boolean {
  const closing = changesOfStep(step, plan).filter(
    ({ kind, after }) => kind === "pull-request" && after?.state === "closed",
  );
  return closing.some(({ id }) => steps.some(({ change, status }) => change === id && status === "done"));
}

/** Why a lane was not taken: that an act had nothing to change says less than what was seen. */
export function whyNotTaken(outcomes: readonly Pick<StepOutcome, "detail">[]): string {
  const details = outcomes.map(({ detail }) => detail.replaceAll("\n", "; ")).filter(Boolean);
  return details.find((detail) => detail !== nothingToChange) ?? details[0] ?? "";
}

function effectValues(step: ProcedureStep, { steps, plan }: Run): readonly Json[] {
  const ids = new Set(changesOfStep(step, plan).map(({ id }) => id));
  return steps.flatMap(({ change, value }) => (change && ids.has(change) && value !== undefined ? [value] : []));
}

function outcomeValues(outcome: StepOutcome | undefined): readonly Json[] {
  return outcome?.value === undefined ? [] : [outcome.value];
}

/** A pull request's link and number, not a build's. */
function textOf(value: Json, name: string): string {
  if (!isFields(value) || "pipeline" in value) return "";
  const found = value[name];
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

function repositoryOf({ steps }: Pick<Lane, "steps">): string {
  const named = steps.flatMap(({ conditions = [] }) => conditions.map(({ parameters }) => parameters.repository));
  return named.find((name) => typeof name === "string") ?? "";
}

function buildsIn(value: Json): readonly Build[] {
  if (Array.isArray(value)) return value.flatMap(buildsIn);
  const pipeline = textAt(value, "pipeline");
  if (!isFields(value) || pipeline === undefined || !("result" in value)) return [];
  const { counter, label, tookSeconds } = value;
  const isOwnLabel = typeof label === "string" && label !== String(counter);
  const took = typeof tookSeconds === "number" ? { tookSeconds } : {};
  const url = textAt(value, "url") ?? "";
  return [{ pipeline, counter: isOwnLabel ? `${String(counter)} (${label})` : String(counter), url, ...took }];
}
