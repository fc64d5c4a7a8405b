import { callText } from "../model/invocation.ts";
import { numberAt } from "../model/json-at.ts";
import type { Invocation } from "../model/plan.ts";
import type { ProcedureStep, StepOutcome } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import { type Build, factsOf, whyNotTaken } from "./campaign-facts.ts";
import { type Lane, lanesOf, looseSteps } from "./campaign-lanes.ts";
import { changesOfStep } from "./campaign-words.ts";
import { section } from "./markdown.ts";
import { dateAndTime, duration } from "./words.ts";

/** What a change ticket wants of a campaign: what was merged, by whose approval, what built it, which clusters run it. */
export function campaignParts(run: Run): readonly string[] {
  const lanes = run.plan.procedure ? lanesOf(run.plan.procedure) : [];
  const { taken, left } = sorted(lanes, run);
  return [
    section(
      "Repositories",
      ["What", "Repository", "Pull request", "Reviewed head", "Approved by", "Merge", "Merged", "Built by"],
      taken.flatMap((lane) => repositoryRow(lane, run)),
    ),
    section(
      "Pipelines",
      ["Pipeline", "Run", "Took", "Link"],
      taken.flatMap((lane) => factsOf(lane, run).builds.map(buildRow)),
    ),
    section(
      "Clusters",
      ["Stack", "What", "Run", "Seen", "When"],
      lanes.flatMap((lane) => clusterRows(lane, run)),
    ),
    section("Proofs", ["What", "Result", "When"], proofRows(run)),
    section("Left out", ["What", "Why"], left),
  ];
}

interface Sorted {
  readonly taken: readonly Lane[];
  /** Name and reason of the lanes of which nothing was taken. */
  readonly left: readonly string[][];
}

function sorted(lanes: readonly Lane[], { outcomes }: Run): Sorted {
  const of = ({ steps }: Lane) => outcomes.filter(({ step }) => steps.some(({ id }) => id === step));
  const isLeft = (lane: Lane) => of(lane).length > 0 && of(lane).every(({ state }) => isNotTaken(state));
  const left = lanes.filter(isLeft).map((lane) => [lane.name, whyNotTaken(of(lane))]);
  return { taken: lanes.filter((lane) => !isLeft(lane)), left };
}

function isNotTaken(state: StepOutcome["state"]): boolean {
  return state === "omitted" || state === "excluded";
}

function repositoryRow(lane: Lane, run: Run): string[][] {
  const { repository, pullUrl, isClosed, head, approvedBy, merge, mergedAt, builds } = factsOf(lane, run);
  if (pullUrl === "" && merge === "") return [];
  return [
    [
      lane.name,
      repository,
      pullUrl || "not this console's",
      head.slice(0, 10),
      approvedBy.join(", "),
      isClosed ? "closed, not merged" : merge.slice(0, 10),
      mergedAt ? dateAndTime(mergedAt) : "",
      builds.map(({ pipeline, counter }) => `${pipeline} ${counter}`).join(", "),
    ],
  ];
}

function buildRow({ pipeline, counter, url, tookSeconds }: Build): string[] {
  return [pipeline, counter, tookSeconds === undefined ? "" : duration(tookSeconds), url];
}

/** A step that follows a recipe's plan, and what was seen after it. */
function clusterRows({ name, steps }: Lane, run: Run): string[][] {
  return steps.flatMap((step, index) => {
    const outcome = outcomeOf(step, run);
    if (!step.runs || !outcome || isNotTaken(outcome.state)) return [];
    const next = steps[index + 1];
    const seen = next && outcomeOf(next, run)?.detail;
    const [child = ""] = factsOf({ steps: [step] }, run).children;
    return [[name, callWords(step.runs), child || outcome.detail, seen ?? "", dateAndTime(outcome.at)]];
  });
}

function callWords(runs: Invocation): string {
  return `${callText(runs, "!")}${runs.mesosVersion === undefined ? "" : ` at ${runs.mesosVersion}`}`;
}

/** What people state, programs that ran, what Airflow says, and what was looked at when all was done. */
function proofRows(run: Run): string[][] {
  const steps = run.plan.procedure?.steps ?? [];
  const last = run.plan.procedure ? looseSteps(run.plan.procedure).last : [];
  return steps.flatMap((step) => {
    const outcome = outcomeOf(step, run);
    const isProof = isProving(step, run) || (step.kind === "check" && last.includes(step));
    if (!outcome || isNotTaken(outcome.state) || !isProof) return [];
    return [[step.title, outcome.detail || exitOf(step, run), dateAndTime(outcome.at)]];
  });
}

function isProving(step: ProcedureStep, { plan }: Run): boolean {
  const isOfProgram = changesOfStep(step, plan).some(({ system }) => system === "programs");
  const isOfDags = step.kind === "wait" && (step.conditions ?? []).some(({ system }) => system === "airflow");
  return step.kind === "attest" || isOfProgram || isOfDags;
}

function exitOf(step: ProcedureStep, { steps, plan }: Run): string {
  const ids = new Set(changesOfStep(step, plan).map(({ id }) => id));
  const codes = steps.flatMap(({ change, value }) =>
    change && ids.has(change) ? (numberAt(value, "exitCode") ?? []) : [],
  );
  return codes.map((code) => `exit code ${code}`).join(", ");
}

function outcomeOf({ id }: ProcedureStep, { outcomes }: Run): StepOutcome | undefined {
  return outcomes.find(({ step }) => step === id);
}
