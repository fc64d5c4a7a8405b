import type { Change, Plan } from "../../model/plan.ts";
import type { ProcedureStep } from "../../model/procedure.ts";
import { conditionalChanges, mustNotHaveMoved, planAsJson } from "../apply.ts";
import { ask } from "../confirm.ts";
import { type Course, hasBegun } from "../course.ts";
import { systemOf } from "../engine.ts";
import { basisOf, fingerprintOf } from "../fingerprint.ts";
import { judgeChange, refusalOf, withoutMoment } from "../judge.ts";
import { idsOf, moved } from "../moved.ts";
import { draftPlan } from "../plan.ts";
import { isSettled, mayHaveHappened, outcomesOf } from "./ledger.ts";
import { definitionOfSteps } from "./request.ts";

/** Proves that the world and the runbook still fit what remains of a procedure. */
export async function takeUpProcedure(course: Course): Promise<Course> {
  const { plan, engine, log } = course;
  const request = engine.compose(plan.invocation).procedure;
  const isSameRunbook = request !== undefined && definitionOfSteps(request) === plan.definition;
  if (!isSameRunbook) return takeOver(course);
  if (!hasBegun(course) && log.events.every(({ kind }) => kind !== "done")) await mustNotHaveMoved(plan, engine);
  else await mustBeTheSameThings(course);
  return course;
}

/**
 * Judges what remains and is certain to be done, before anything begins; the rest is judged when its turn comes. What has
 * begun has to be ended first: it may be why a guard refuses now.
 */
export async function mustRemainAllowed(course: Course): Promise<void> {
  if (hasBegun(course)) return;
  const { plan, done, engine } = course;
  const conditional = conditionalChanges(plan);
  const certain = remaining(course).filter(({ id }) => !conditional.has(id));
  const judges = withoutMoment(engine);
  const verdicts = await Promise.all(certain.map((change) => judgeChange(change, plan, done, judges)));
  const refusal = refusalOf(verdicts.flat());
  if (refusal) throw refusal;
}

/** What remains must be about the things that it was planned for; what is to be deleted may be gone already. */
async function mustBeTheSameThings(course: Course): Promise<void> {
  for (const change of remaining(course)) {
    const targets = await systemOf(course.engine, change.system).resolve(change);
    if (change.action === "delete" && targets.length === 0) continue;
    const [was, is] = [idsOf(change), idsOf({ targets })];
    if (was !== is) throw moved(change, `it was about ${was || "nothing"}, now about ${is || "nothing"}`, "begin anew");
  }
}

function remaining({ plan, log, done }: Course): readonly Change[] {
  const outcomes = plan.procedure ? outcomesOf(log.events, plan.procedure) : [];
  const settled = new Set(outcomes.filter(isSettled).map(({ step }) => step));
  const steps = (plan.procedure?.steps ?? []).filter(({ id }) => !settled.has(id));
  const ids = new Set(steps.flatMap(({ changes = [] }) => changes));
  return plan.changes.filter(({ id }) => ids.has(id) && !done.has(id) && !log.hasBegun(id));
}

/** The runbook changed meanwhile: what was begun stays as it was, the rest is taken over by an explicit yes. */
async function takeOver(course: Course): Promise<Course> {
  const { plan, log, engine } = course;
  const { plan: fresh } = await draftPlan(engine.compose(plan.invocation), engine);
  const next = merged(plan, fresh, course);
  const question = {
    step: `take over ${fresh.definition}`,
    level: "disruptive",
    text: `The runbook changed since ${log.run} began. Take over the steps that have not begun in their new form?`,
    loses: newSteps(plan, next),
    plan: next,
    verdicts: [],
  } as const;
  await ask(question, log, engine);
  log.append({ kind: "replanned", body: { plan: planAsJson(next) } });
  return { ...course, plan: next };
}

function merged(plan: Plan, fresh: Plan, course: Course): Plan {
  const old = plan.procedure?.steps ?? [];
  const begun = old.filter((step) => isBegun(step, course));
  const undoing = new Set(begun.flatMap(({ undo }) => undo?.by ?? []));
  const kept = old.filter((step) => begun.includes(step) || undoing.has(step.id));
  const keptIds = new Set(kept.map(({ id }) => id));
  const rest = (fresh.procedure?.steps ?? []).filter(({ id }) => !keptIds.has(id)).map((step) => unlessLost(step, old));
  const steps = inOrder([...kept, ...rest], fresh.procedure?.steps ?? []);
  const oldIds = new Set(old.filter((step) => steps.includes(step)).flatMap(({ changes = [] }) => changes));
  const freshIds = new Set(steps.filter((step) => !old.includes(step)).flatMap(({ changes = [] }) => changes));
  const changes = [
    ...plan.changes.filter(({ id }) => oldIds.has(id)),
    ...fresh.changes.filter(({ id }) => freshIds.has(id)),
  ];
  const basis = basisOf(changes);
  const procedure = { runbook: "", title: "", why: "", ...fresh.procedure, steps };
  return { ...plan, definition: fresh.definition, procedure, changes, basis, fingerprint: fingerprintOf(basis) };
}

/** A step that stayed the same and finds nothing to do any more is about what it was planned for: its host may be gone. */
function unlessLost(step: ProcedureStep, old: readonly ProcedureStep[]): ProcedureStep {
  const before = old.find(({ id }) => id === step.id);
  const isSame = JSON.stringify({ ...before, changes: [] }) === JSON.stringify({ ...step, changes: [] });
  return before && isSame && step.changes?.length === 0 ? before : step;
}

/** As the new form has them; what it does not have any more, in its old place before them. */
function inOrder(steps: readonly ProcedureStep[], fresh: readonly ProcedureStep[]): readonly ProcedureStep[] {
  const place = (step: ProcedureStep) => fresh.findIndex(({ id }) => id === step.id);
  const gone = steps.filter((step) => place(step) < 0);
  const present = steps.filter((step) => place(step) >= 0).toSorted((one, other) => place(one) - place(other));
  const undoing = new Set(steps.flatMap(({ undo }) => undo?.by ?? []));
  return [...gone.filter(({ id }) => !undoing.has(id)), ...present, ...gone.filter(({ id }) => undoing.has(id))];
}

function isBegun(step: ProcedureStep, { log, plan }: Course): boolean {
  const outcomes = plan.procedure ? outcomesOf(log.events, plan.procedure) : [];
  return mayHaveHappened(step, log.events) || outcomes.some((each) => each.step === step.id && isSettled(each));
}

function newSteps({ procedure }: Plan, next: Plan): readonly string[] {
  const before = new Map((procedure?.steps ?? []).map((step) => [step.id, JSON.stringify(step)]));
  const steps = (next.procedure?.steps ?? []).filter((step) => before.get(step.id) !== JSON.stringify(step));
  return steps.map(({ id, title }) => `${before.has(id) ? "changed" : "new"}: ${title}`);
}
