import { OpsError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { Change } from "../../model/plan.ts";
import type { Choice, ProcedureStep, Seen } from "../../model/procedure.ts";
import type { Question, Wanted } from "../../model/run.ts";
import { completed, makeChange } from "../change.ts";
import { confirmAct, inquire } from "../confirm.ts";
import type { Course } from "../course.ts";
import { timedOut, waitFor } from "../wait.ts";
import { followChild } from "./child.ts";
import { itemsOf } from "./proviso.ts";
import { settle } from "./record.ts";
import { allHold, firstValue, nameOf, see, stateOf, summaryOf } from "./see.ts";
import { takeBack } from "./take-back.ts";
import { failuresOf } from "./ways.ts";

/** Takes a step once (an act as often as it may); `undefined`: it passed and is journaled. */
export async function tryStep(step: ProcedureStep, course: Course): Promise<OpsError | undefined> {
  try {
    await takers[step.kind](step, course);
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

type Take = (step: ProcedureStep, course: Course) => Promise<void>;

const takers: Readonly<Record<ProcedureStep["kind"], Take>> = { check, wait, ask, attest: ask, act };

/** A refusal is the step's failure too: what it needs may come to hold. Everything else stops the run. */
function failureOf(error: unknown): OpsError {
  const reasons = ["system", "check", "refused"];
  if (error instanceof OpsError && reasons.includes(error.reason)) return error;
  throw error;
}

async function check(step: ProcedureStep, course: Course): Promise<void> {
  const { log, engine } = course;
  const seen = await see(step.conditions ?? [], (id) => log.evidence(id), engine);
  if (!allHold(seen)) throw doesNotHold(step, seen);
  settle(step, "passed", summaryOf(seen), course, { value: firstValue(seen), seen });
}

function doesNotHold({ title, otherwise }: ProcedureStep, seen: readonly Seen[]): OpsError {
  const wrong = seen.filter(({ state }) => state.holds !== "yes");
  const next = wrong.flatMap(({ state }) => state.next ?? [])[0];
  return new OpsError({
    code: "check-failed",
    reason: "check",
    what: title,
    why: summaryOf(seen),
    next: next ?? otherwise ?? "mend it, then try again",
  });
}

/** Each condition has its own deadline; what will not come by waiting is not waited for. */
async function wait(step: ProcedureStep, course: Course): Promise<void> {
  const seen: Seen[] = [];
  for (const condition of step.conditions ?? []) {
    const look = () => stateOf(condition, (id) => course.log.evidence(id), course.engine);
    const what = nameOf(condition);
    const state = await waitFor({ ...condition, what }, course.engine, step.id, look);
    if (state.isFinal && state.holds !== "yes") throw doesNotHold(step, [{ condition, state }]);
    if (state.holds !== "yes")
      throw timedOut(what, condition.withinSeconds, state.detail, state.next ?? step.otherwise);
    seen.push({ condition, state });
  }
  settle(step, "passed", summaryOf(seen), course, { value: firstValue(seen) });
}

/** The answer's row is the step's outcome: nothing else is journaled. */
async function ask(step: ProcedureStep, course: Course): Promise<void> {
  const { log, engine } = course;
  const answer = await inquire(inquiryOf(step, course), log, engine);
  await leaveWhereAnswered(step, course);
  engine.person.show({ type: "step", step: step.id, state: "passed", detail: answer });
}

function inquiryOf({ id, kind, title, question }: ProcedureStep, { plan, log }: Course): Question {
  const { choices, personsOnlyUnless, selectsFrom } = question ?? {};
  const items = selectsFrom === undefined ? undefined : itemsOf(selectsFrom, { log });
  const isForPersons = personsOnlyUnless !== undefined && !isConfirmed(log.evidence(personsOnlyUnless));
  const shown = (question?.shows ?? []).flatMap((step) => evidenceLines(step, log.events));
  return {
    step: `ask ${id}`,
    level: "safe",
    text: question?.text ?? title,
    loses: shown,
    plan,
    verdicts: [],
    wants: wantedOf({ id, kind, choices, items, isForPersons }),
  };
}

interface Asked {
  readonly id: string;
  readonly kind: ProcedureStep["kind"];
  readonly choices: readonly Choice[] | undefined;
  readonly items: readonly string[] | undefined;
  readonly isForPersons: boolean;
}

function wantedOf({ id: step, kind, choices, items, isForPersons }: Asked): Wanted {
  if (items) return { kind: "selection", step, items, isForPersons };
  if (choices) return { kind: "choice", step, choices, isForPersons };
  return { kind: kind === "attest" ? "attestation" : "text", step, isForPersons };
}

function isConfirmed(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && "isConfirmed" in value && value.isConfirmed === true;
}

function evidenceLines(step: string, events: Course["log"]["events"]): readonly string[] {
  const done = events.findLast((event) => event.kind === "done" && event.step.startsWith(`${step}/`));
  const detail = done?.body.detail;
  return typeof detail === "string" ? detail.split("\n") : [];
}

/** An answer to go no further holds also for the console that finds it in the journal. */
export async function leaveWhereAnswered(step: ProcedureStep, course: Course): Promise<void> {
  const answer = course.log.last(`ask ${step.id}`, "answered")?.body.text;
  const { endsWith } = step.question ?? {};
  if (typeof answer === "string" && endsWith !== undefined && answer.trim().toLowerCase() === endsWith) {
    await leave(step, answer, course);
  }
}

/** The answer was to go no further: what is owed is taken back, and the run is over. */
async function leave(step: ProcedureStep, answer: string, course: Course): Promise<never> {
  const { question } = step;
  await takeBack(course, "owed");
  throw new OpsError({
    code: "left",
    reason: "interrupted",
    what: `Left: ${answer}`,
    why: question?.text ?? "",
    next: question && step.otherwise ? step.otherwise : `show("${course.log.run}") says what was done`,
  });
}

const pauseBetweenAttemptsMs = 15_000;

async function act(step: ProcedureStep, course: Course): Promise<void> {
  if (step.runs) return followChild(step, step.runs, course);
  const changes = changesOf(step, course);
  const later = course.plan.procedure?.steps.find(({ id }) => id === step.asksFirst);
  if (later) await confirmAct(later.id, changesOf(later, course), course);
  await confirmAct(step.id, changes, course);
  for (const attempt of attemptsLeft(step, course)) {
    const isRepeatable = step.attemptsAtMost !== undefined;
    const failure = await makeAll(isRepeatable ? numbered(changes, attempt) : changes, course);
    if (!failure) return settle(step, "passed", detailOf(changes, attempt, course), course);
    if (attempt >= (step.attemptsAtMost ?? 1)) throw failure;
    course.log.append({ kind: "failed", step: `${step.id}/${attempt}`, body: bodyOf(failure) });
    await course.engine.world.clock.sleep(pauseBetweenAttemptsMs);
  }
}

/** Where a person looks at what was done, where an effect gave that: a pull request. */
function detailOf(changes: readonly Change[], attempt: number, { log }: Course): string {
  const own = log.events.filter(
    ({ kind, step }) => kind === "done" && changes.some(({ id }) => step.startsWith(`${id}/`)),
  );
  const links = own.flatMap(({ body }) => textAt(body.value, "url") ?? []);
  return [...(attempt > 1 ? [`at attempt ${attempt}`] : []), ...new Set(links)].join("; ");
}

function bodyOf({ code, what, why }: OpsError) {
  return { code, what, why };
}

export function changesOf({ changes = [] }: ProcedureStep, { plan }: Pick<Course, "plan">): readonly Change[] {
  return changes.flatMap((id) => plan.changes.find((change) => change.id === id) ?? []);
}

/** From the one under way to the last one; a person who says retry gets one more. */
function attemptsLeft(step: ProcedureStep, { log }: Course): readonly number[] {
  const next = failuresOf(step, log.events).length + 1;
  return Array.from({ length: Math.max(1, (step.attemptsAtMost ?? 1) - next + 1) }, (_, index) => next + index);
}

/** What may be done several times has effects of its own at each attempt; else the one that began is gone on with. */
function numbered(changes: readonly Change[], attempt: number): readonly Change[] {
  return changes.map((change) => (attempt === 1 ? change : { ...change, id: `${change.id} again ${attempt}` }));
}

async function makeAll(changes: readonly Change[], course: Course): Promise<OpsError | undefined> {
  try {
    for (const change of changes.filter(({ id }) => !course.done.has(id))) {
      await makeChange(change, course);
      completed(change, course);
    }
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}
