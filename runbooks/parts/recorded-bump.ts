import { type CampaignContext, type Edit, type Json, OpsError, type RecordedRun } from "../../src/runbook.ts";
import { versionIn } from "./campaign.ts";

/** What a run of BumpMesos did, as its journal has it. */
export interface RecordedBump {
  /** `r12` */
  readonly run: string;
  /** What it bumped to. */
  readonly version: string;
  /** What Airflow listed before it, by DAG whether it is paused; absent where that was not looked at. */
  readonly dags?: Json;
  /** Whether what is merged after the trial may be merged: it came so far, or found that others had. */
  readonly hasProven: boolean;
  /** Whether the edit was left out of it. */
  hasLeftOut(edit: Edit): boolean;
  /** Whether it may have brought that stack's cluster to the version, and has not destroyed it. */
  mayHaveUpdated(stack: string): boolean;
  /** Whether it did nothing to that stack's cluster: if anybody did, it was somebody who followed the merged pin. */
  wasUpdatedByOthers(stack: string): boolean;
  /** What the stack was pinned to before. @throws OpsError `unknown-version` */
  versionBefore(stack: string): string;
}

/**
 * The bump that the first argument names; a second one is the version to go back to.
 * @throws OpsError `not-a-bump`
 */
export function bumpIn({ recorded, args, environment }: CampaignContext): RecordedBump {
  const [version] = recorded?.invocation.args ?? [];
  if (recorded?.invocation.recipe !== "BumpMesos" || version === undefined) throw notABump(args[0], recorded);
  const state = statesOf(recorded);
  if (!hasDoneAnything(recorded)) throw didNothing(recorded);
  const typed = args[1] === undefined ? undefined : versionIn(args[1]);
  const dags = recorded.outcomes.find(({ step }) => step === "dags")?.value;
  const { trialStack, alwaysReverted } = environment.sources.bump;
  // Its pull request was not opened: what it brings was there already, or is on its way from another console.
  const hasBegun = (step: string) => recorded.begun.includes(step);
  const wasFound = (id: string) => state(`${id}.pr`) === "omitted";
  return {
    run: recorded.id,
    version,
    ...(dags !== undefined && { dags }),
    hasProven: state("job") !== undefined || alwaysReverted.some(wasFound),
    hasLeftOut: ({ id }) => isNotTaken(state(`${id}.merged`)) && isNotTaken(state(`${id}.pr`)),
    mayHaveUpdated(stack) {
      const isEnded = state("trial.destroy") === "passed" || hasBegun("trial.destroy");
      if (stack === trialStack && isEnded) return false;
      const cluster = state(`${stack}.cluster`);
      return cluster === undefined ? state(`pin-${stack}.merged`) === "passed" : cluster !== "excluded";
    },
    wasUpdatedByOthers(stack) {
      const cluster = state(`${stack}.cluster`);
      return cluster === "omitted" || (cluster === undefined && !hasBegun(`${stack}.cluster`));
    },
    versionBefore: (stack) => typed ?? replacedIn(recorded, stack, version) ?? unknownBefore(recorded, stack),
  };
}

function statesOf({ outcomes }: RecordedRun) {
  const states = new Map(outcomes.map(({ step, state }) => [step, state]));
  return (step: string) => states.get(step);
}

/** More than looks and answers: a branch, a pull request, a merge, seen or made. */
function hasDoneAnything({ outcomes, effects, begun }: RecordedRun): boolean {
  const isOfEdit = (step: string) => /\.(?:branch|pr|gate|merge|merged)$/.test(step);
  return Object.keys(effects).length > 0 || begun.length > 0 || outcomes.some(({ step }) => isOfEdit(step));
}

function didNothing({ id }: RecordedRun): OpsError {
  return new OpsError({
    code: "nothing-to-revert",
    reason: "usage",
    what: `${id} changed nothing`,
    why: "it ended before its first branch",
    next: "runs() lists the others",
  });
}

function isNotTaken(state: string | undefined): boolean {
  return state === "omitted" || state === "excluded";
}

/** As it was seen when its pin was merged, or changed; else as it was of another stack's pin. */
function replacedIn({ changes, outcomes }: RecordedRun, stack: string, version: string): string | undefined {
  const own = (id: string) => id.startsWith(`pin-${stack}.`);
  const ofPin = (id: string) => /^pin-[\w-]+\.(?:branch: |merged$)/.test(id);
  const merged = outcomes.flatMap(({ step, value }) => ({ id: step, versions: beforeIn(value) }));
  const changed = changes.map(({ id, before }) => ({ id, versions: textsOf(before?.versions) }));
  const found = [...merged, ...changed].filter(({ id }) => ofPin(id));
  const ordered = [...found.filter(({ id }) => own(id)), ...found.filter(({ id }) => !own(id))];
  return ordered.flatMap(({ versions }) => versions).find((text) => text !== version);
}

/** Of `{sha, short, before: {mesos: "1.9.0"}}`. */
function beforeIn(value: Json | undefined): readonly string[] {
  return typeof value === "object" && value !== null && "before" in value ? textsOf(value.before) : [];
}

/** Every text in it: `{"mesos-master": "1.9.0", sabesp: ["1.9.0", "1.8.1"]}`. */
function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function unknownBefore({ id }: RecordedRun, stack: string): never {
  throw new OpsError({
    code: "unknown-version",
    reason: "usage",
    what: `${id} does not tell which version ${stack} had before`,
    why: "the branches of the pins were pushed by another run",
    next: `RevertBump("${id}", "1.9.0") with the version to go back to, or RevertBump of the run that pushed them`,
  });
}

function notABump(typed: string | undefined, recorded: RecordedRun | undefined): OpsError {
  const { recipe = "nothing", args = [] } = recorded?.invocation ?? {};
  return new OpsError({
    code: "not-a-bump",
    reason: "usage",
    what: `${typed ?? "no run"} is no run of BumpMesos`,
    why: recorded ? `it is one of ${[recipe, ...args].join(" ")}` : "only a run that is over can be built on",
    next: "runs() lists them",
  });
}
