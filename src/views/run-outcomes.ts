import type { ProcedureStep, StepOutcome } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import { changeStatus, marks } from "./change-status.ts";

/** How far a step of a run is, as its journal tells. */
export interface StepStanding {
  readonly step: ProcedureStep;
  /** `ok`, `..`, `!!` or `-` */
  readonly mark: string;
  /** `passed`, `not taken`, `under way`, `to come` */
  readonly state: string;
  readonly detail: string;
  /** ISO 8601; absent while it is not settled. */
  readonly at?: string;
}

/** What became of a step, in a word. */
export const outcomeWords = {
  passed: "passed",
  failed: "failed",
  skipped: "skipped",
  omitted: "not taken",
  excluded: "left out",
  undone: "taken back",
} as const;
const outcomeMarks = { passed: "ok", failed: "!!", skipped: "-", omitted: "-", excluded: "-", undone: "-" } as const;

/** Every step of a runbook's run, in the order of the runbook. */
export function standings(run: Run): readonly StepStanding[] {
  const outcomes = new Map(run.outcomes.map((outcome) => [outcome.step, outcome]));
  const steps = run.plan.procedure?.steps ?? [];
  const next = stepAhead(run);
  return steps.map((step) => {
    const outcome = outcomes.get(step.id);
    return outcome ? settled(step, outcome) : open(step, run, step === next);
  });
}

/** What steps that were not taken have in common with their neighbours; `undefined`: it was taken, or is to come. */
export function whyNotTaken({ state, detail }: StepStanding): string | undefined {
  return state === outcomeWords.omitted || state === outcomeWords.excluded ? `${state} ${detail}` : undefined;
}

/** The step at which the run stands; `undefined` where it is over or has none left. */
export function stepAhead({ status, outcomes, plan }: Run): ProcedureStep | undefined {
  if (status === "done" || status === "aborted" || status === "failed") return undefined;
  const behind = new Set(outcomes.filter(({ state }) => state !== "failed").map(({ step }) => step));
  return plan.procedure?.steps.find(({ id }) => !behind.has(id));
}

function settled(step: ProcedureStep, { state, detail, at }: StepOutcome): StepStanding {
  const isAnswer = state === "passed" && (step.kind === "ask" || step.kind === "attest");
  const told = isAnswer ? `"${detail}"` : withoutTitle(step.title, detail);
  return { step, mark: outcomeMarks[state], state: outcomeWords[state], detail: told, at };
}

/** What is told behind a step's title does not begin with it. */
export function withoutTitle(title: string, detail: string): string {
  return [`${title}: `, `${title}, `].some((start) => detail.startsWith(start))
    ? detail.slice(title.length + 2)
    : detail;
}

/** An act tells how far its changes are. */
function open(step: ProcedureStep, run: Run, isNext: boolean): StepStanding {
  const changes = run.plan.changes.filter(({ id }) => step.changes?.includes(id));
  const begun = changes.map((change) => changeStatus(change, run)).filter(({ state }) => state !== "not begun");
  const worst = begun.find(({ state }) => state !== "done");
  if (worst) return { step, mark: marks[worst.state], state: worst.state, detail: worst.detail ?? "" };
  const state = isNext ? (run.status === "running" ? "under way" : "comes next") : "not begun";
  return { step, mark: isNext ? ".." : "-", state, detail: "" };
}

/** What it changed for a while and is not known to have taken back, with what takes it back. */
export function owedWords({ id, owed, status }: Run): readonly string[] {
  return owed.map(({ stillSo }) => `${stillSo} (by ${id})${wayBack(id, status)}`);
}

function wayBack(id: string, status: Run["status"]): string {
  if (status === "running") return "";
  return status === "parked" ? `: resume!("${id}") or abort!("${id}")` : ": the run is over, it is taken back by hand";
}
