import { OpsError } from "../../model/error.ts";
import type { Procedure, ProcedureStep, StepOutcome } from "../../model/procedure.ts";
import { childrenOf } from "../children.ts";
import type { Course } from "../course.ts";
import { stopIfParked } from "../stop.ts";
import { GateWatch, type ShutGate, shutGate } from "./gates.ts";
import { isSettled, mayHaveHappened, outcomesOf, owedOf } from "./ledger.ts";
import { withWhatIsNeeded } from "./needed.ts";
import { whyOmitted } from "./proviso.ts";
import { settle } from "./record.ts";
import { takeBack } from "./take-back.ts";
import { leaveWhereAnswered, tryStep } from "./try-step.ts";
import { answeredWay, askWay, recordFailure, type Way, whyExcluded } from "./ways.ts";

/**
 * Goes through the steps in their order; those that are settled are not taken again. What needs a shut gate is held
 * back and the rest goes on; the run parks when the gates that are left stay shut for as long as they are watched.
 */
export async function followProcedure(course: Course): Promise<void> {
  const watch = new GateWatch(course);
  let now = course;
  for (;;) {
    const { shut, course: then } = await takeAll(now, watch);
    now = then;
    if (shut.length === 0) break;
    await watch.pause(shut);
  }
  await payUp(now);
}

interface Pass {
  readonly shut: readonly ShutGate[];
  /** With what came to be needed on the way. */
  readonly course: Course;
}

/** Takes each step that needs no shut gate. */
async function takeAll(course: Course, watch: GateWatch): Promise<Pass> {
  const steps = course.plan.procedure?.steps ?? [];
  const shut: ShutGate[] = [];
  const held = new Set<string>();
  let now = course;
  for (const planned of steps) {
    const needed = planned.after ?? steps.slice(0, steps.indexOf(planned)).map(({ id }) => id);
    const isHeld = needed.some((id) => held.has(id));
    if (!isHeld && !outcomeOf(planned, now)) now = await withWhatIsNeeded(planned, now);
    const step = now.plan.procedure?.steps.find(({ id }) => id === planned.id) ?? planned;
    const gate = isHeld ? "held" : await takeStep(step, now, watch);
    if (gate) held.add(step.id);
    if (gate && gate !== "held") shut.push(gate);
  }
  return { shut, course: now };
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

async function takeStep(step: ProcedureStep, course: Course, watch: GateWatch): Promise<ShutGate | undefined> {
  if (outcomeOf(step, course) && !isStale(step, course)) await leaveWhereAnswered(step, course);
  else {
    const shut = watch.isWatched(step) && (await gateBefore(step, course, watch));
    if (shut) return shut;
    const without = await whyNot(step, course);
    if (without) settle(step, without.state, without.detail, course);
    else return (await gateBefore(step, course, watch)) ?? takeInEarnest(step, course);
  }
}

/** What it waits for. One that will not open is passed on to be asked about once nothing else is left, or was answered. */
async function gateBefore(step: ProcedureStep, course: Course, watch: GateWatch): Promise<ShutGate | undefined> {
  if (!step.isGate || answeredWay(step, course)) return undefined;
  const gate = await shutGate(step, course);
  return gate?.isFinal && watch.isAsking ? undefined : gate;
}

async function takeInEarnest(step: ProcedureStep, course: Course): Promise<undefined> {
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

/**
 * A check right before an act that has not begun: what it saw before the run was parked says nothing of now. What a
 * person selected from stays as it was shown.
 */
function isStale(step: ProcedureStep, course: Course): boolean {
  const { plan, log } = course;
  if (step.kind !== "check" || !plan.procedure || isSelectedFrom(step, plan.procedure, course)) return false;
  const { steps } = plan.procedure;
  const nextAct = steps.slice(steps.indexOf(step)).find(({ kind }) => kind === "act");
  const passed = log.events.findLast((event) => event.kind === "done" && event.step.startsWith(`${step.id}/`));
  const isPassed = passed?.body.state === "passed";
  if (!isPassed || !nextAct || !isUntouched(nextAct, plan.procedure, course)) return false;
  return log.events.some(({ kind, seq }) => kind === "resumed" && seq > passed.seq);
}

function isUntouched({ id, changes = [] }: ProcedureStep, procedure: Procedure, { log, engine }: Course): boolean {
  const isOver = outcomesOf(log.events, procedure).some((outcome) => outcome.step === id && isSettled(outcome));
  const isBegun = changes.some((change) => log.hasBegun(change)) || childrenOf(log.run, engine, id).length > 0;
  return !isOver && !isBegun;
}

function isSelectedFrom({ id }: ProcedureStep, { steps }: Procedure, { log }: Course): boolean {
  const asking = steps.filter(({ question }) => question?.selectsFrom === id);
  return asking.some((step) => log.last(`ask ${step.id}`, "answered") !== undefined);
}

/** What takes back something that may have happened is taken, whatever was answered or seen. */
function isDue({ id }: ProcedureStep, { plan, log }: Course): boolean {
  const steps = plan.procedure?.steps ?? [];
  return steps.some((step) => step.undo?.by === id && mayHaveHappened(step, log.events));
}

/** Why a step is not taken; one that has begun is gone on with. */
async function whyNot(step: ProcedureStep, course: Course) {
  if (hasBegun(step, course) || isDue(step, course)) return undefined;
  const excluded = whyExcluded(step, course);
  if (excluded) return { state: "excluded", detail: excluded } as const;
  const detail = await whyOmitted(step, course);
  return detail === undefined ? undefined : ({ state: "omitted", detail } as const);
}

/** Something of it may have happened, or a person said how it goes on. What failed and did nothing is judged anew. */
function hasBegun(step: ProcedureStep, course: Course): boolean {
  const { log, engine } = course;
  const isOfRun = step.runs !== undefined && childrenOf(log.run, engine, step.id).length > 0;
  return mayHaveHappened(step, log.events) || isOfRun || answeredWay(step, course) !== undefined;
}

/** `false`: the step is tried again. */
async function goThatWay(way: Way, step: ProcedureStep, course: Course): Promise<boolean> {
  if (way.name === "skip") settle(step, "skipped", way.reason, course);
  if (way.name === "exclude") settle(step, "excluded", `${step.host} was excluded`, course);
  if (way.name === "leave-out") settle(step, "excluded", `${step.lane} is left out: ${way.reason}`, course);
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
