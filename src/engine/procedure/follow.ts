import { OpsError } from "../../model/error.ts";
import { textsIn } from "../../model/json.ts";
import type { Procedure, ProcedureStep, StepOutcome } from "../../model/procedure.ts";
import { selectionIn } from "../../model/selection.ts";
import type { Course } from "../course.ts";
import type { RunLog } from "../run-log.ts";
import { stopIfParked } from "../stop.ts";
import { isSettled, mayHaveHappened, outcomesOf, owedOf } from "./ledger.ts";
import { settle } from "./record.ts";
import { stateOf } from "./see.ts";
import { takeBack } from "./take-back.ts";
import { leaveWhereAnswered, tryStep } from "./try-step.ts";
import { answeredWay, askWay, excludedHosts, failuresOf, recordFailure, type Way } from "./ways.ts";

/** Goes through the steps in their order; those that are settled are not taken again. */
export async function followProcedure(course: Course): Promise<void> {
  for (const step of course.plan.procedure?.steps ?? []) await takeStep(step, course);
  await payUp(course);
}

/** A run is not done while it owes something. */
async function payUp(course: Course): Promise<void> {
  await takeBack(course, "owed");
  const { plan, log } = course;
  const owed = plan.procedure ? owedOf(log.events, plan.procedure) : [];
  if (owed.length === 0) return;
  throw new OpsError({
    code: "still-owed",
    reason: "parked",
    what: "Something is still to be taken back",
    why: owed.map(({ stillSo }) => stillSo).join("; "),
    next: "take it back by hand, or put the step that does it into the runbook",
  });
}

async function takeStep(step: ProcedureStep, course: Course): Promise<void> {
  if (outcomeOf(step, course) && !isStale(step, course)) return leaveWhereAnswered(step, course);
  const without = await whyNot(step, course);
  if (without) return settle(step, without.state, without.detail, course);
  course.engine.person.show({ type: "step", step: step.id, state: "begun" });
  for (let way = answeredWay(step, course); !(way && (await goThatWay(way, step, course))); ) {
    stopIfParked(course.engine.interrupts);
    const failure = await tryStep(step, course);
    if (!failure) return;
    recordFailure(step, failure, course);
    way = await askWay(step, failure, course);
  }
}

function outcomeOf(step: ProcedureStep, { plan, log }: Course): StepOutcome | undefined {
  const outcomes = plan.procedure ? outcomesOf(log.events, plan.procedure) : [];
  return outcomes.find((each) => each.step === step.id && isSettled(each));
}

/** A check right before an act that has not begun: what it saw before the run was parked says nothing of now. */
function isStale(step: ProcedureStep, { plan, log }: Course): boolean {
  if (step.kind !== "check" || !plan.procedure) return false;
  const { steps } = plan.procedure;
  const nextAct = steps.slice(steps.indexOf(step)).find(({ kind }) => kind === "act");
  const passed = log.events.findLast((event) => event.kind === "done" && event.step.startsWith(`${step.id}/`));
  const isPassed = passed?.body.state === "passed";
  if (!isPassed || !nextAct || !isUntouched(nextAct, plan.procedure, log)) return false;
  return log.events.some(({ kind, seq }) => kind === "resumed" && seq > passed.seq);
}

function isUntouched({ id, changes = [] }: ProcedureStep, procedure: Procedure, log: RunLog): boolean {
  const isOver = outcomesOf(log.events, procedure).some((outcome) => outcome.step === id && isSettled(outcome));
  return !isOver && !changes.some((change) => log.hasBegun(change));
}

/** What takes back something that may have happened is taken, whatever was answered or seen. */
function isDue({ id }: ProcedureStep, { plan, log }: Course): boolean {
  const steps = plan.procedure?.steps ?? [];
  return steps.some((step) => step.undo?.by === id && mayHaveHappened(step, log.events));
}

/** Why a step is not taken; one that has begun is gone on with. */
async function whyNot(step: ProcedureStep, course: Course) {
  if (hasBegun(step, course) || isDue(step, course)) return undefined;
  if (step.host !== undefined && excludedHosts(course).has(step.host)) {
    return { state: "excluded", detail: `${step.host} was excluded` } as const;
  }
  const detail = await whyOmitted(step, course);
  return detail === undefined ? undefined : ({ state: "omitted", detail } as const);
}

function hasBegun(step: ProcedureStep, { log }: Course): boolean {
  const isOfAct = (step.changes ?? []).some((change) => log.hasBegun(change));
  return isOfAct || failuresOf(step, log.events).length > 0;
}

async function whyOmitted({ onlyIf, kind, changes }: ProcedureStep, course: Course): Promise<string | undefined> {
  if (kind === "act" && changes?.length === 0) return "there is nothing to change";
  if (!onlyIf) return undefined;
  if ("includes" in onlyIf) return whyLeftOut(onlyIf, course);
  if ("answer" in onlyIf) return whyNotAnswered(onlyIf, course);
  const { log, engine } = course;
  const state = await stateOf(onlyIf.condition, (id) => log.evidence(id), engine);
  if (state.holds === onlyIf.holds) return undefined;
  if (state.holds === "yes" || state.holds === "no") return state.detail;
  throw cannotTell(onlyIf.condition.what, state.detail);
}

/** What a person left out of a selection, with the reason given. */
function whyLeftOut(
  { answer, includes }: { readonly answer: string; readonly includes: string },
  { log, plan }: Course,
): string | undefined {
  const given = log.last(`ask ${answer}`, "answered")?.body.text;
  const selectsFrom = plan.procedure?.steps.find(({ id }) => id === answer)?.question?.selectsFrom ?? "";
  const items = textsIn(log.evidence(selectsFrom));
  if (!items.includes(includes)) return `${includes} is not among ${items.join(", ") || "what was found: nothing"}`;
  const selection = typeof given === "string" ? selectionIn(given, items) : "it was not asked";
  if (typeof selection === "string") return selection;
  const reason = selection.without[includes];
  return reason === undefined ? undefined : `${includes} is left out: ${reason}`;
}

function whyNotAnswered(
  { answer, isOneOf }: { readonly answer: string; readonly isOneOf: readonly string[] },
  { log, plan }: Course,
): string | undefined {
  const given = log.last(`ask ${answer}`, "answered")?.body.text;
  const number = (plan.procedure?.steps ?? []).findIndex(({ id }) => id === answer) + 1;
  if (given === undefined) return `step ${number} was not asked`;
  return isOneOf.some((each) => each === given) ? undefined : `step ${number} was answered ${String(given)}`;
}

function cannotTell(what: string, why: string): OpsError {
  return new OpsError({
    code: "cannot-tell",
    reason: "system",
    what: `Cannot tell whether ${what}: the next step depends on it`,
    why,
    next: "mend what stands in the way of the look",
  });
}

/** `false`: the step is tried again. */
async function goThatWay(way: Way, step: ProcedureStep, course: Course): Promise<boolean> {
  if (way.name === "skip") settle(step, "skipped", way.reason, course);
  if (way.name === "exclude") settle(step, "excluded", `${step.host} was excluded`, course);
  if (way.name === "undo") await undoAll(step, course);
  return way.name !== "retry";
}

async function undoAll({ title }: ProcedureStep, course: Course): Promise<never> {
  await takeBack(course, "all");
  throw new OpsError({
    code: "left",
    reason: "interrupted",
    what: "Undone by the operator",
    why: `${title} failed; what had been done before and can be taken back was`,
    next: `show("${course.log.run}") says what was done`,
  });
}
