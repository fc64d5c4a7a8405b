import { OpsError } from "../model/error.ts";
import { callText } from "../model/invocation.ts";
import type { Fields, Json } from "../model/json.ts";
import type { Change, Plan, Verdict } from "../model/plan.ts";
import type { ProcedureStep, Seen } from "../model/procedure.ts";
import type { ParentStep, Run } from "../model/run.ts";
import { completed, makeChange } from "./change.ts";
import { conclude } from "./conclude.ts";
import { confirmChange, confirmPlan } from "./confirm.ts";
import type { Course } from "./course.ts";
import type { Engine } from "./engine.ts";
import { firstMove } from "./fingerprint.ts";
import { markHold } from "./hold.ts";
import { refusalOf } from "./judge.ts";
import { draftPlan } from "./plan.ts";
import { followProcedure } from "./procedure/follow.ts";
import { summaryOf } from "./procedure/see.ts";
import { RunLog } from "./run-log.ts";
import { scopeOf } from "./scope.ts";
import { stopIfParked } from "./stop.ts";
import { tellBegan } from "./tell-began.ts";

/**
 * Applies a plan: judge, journal, ask, observe again, then change by change.
 * A plan without changes is given back as it is, unless it has steps that look when their turn comes; a refused one is
 * an error and begins nothing.
 * @param parent the step of another run that it is begun for
 */
export async function applyPlan(plan: Plan, engine: Engine, parent?: ParentStep): Promise<Run | Plan> {
  const refusal = refusalOf(unconditional(plan));
  if (refusal) throw refusal;
  if (plan.changes.length === 0 && !plan.procedure?.steps.some(isOfLater)) return plan;
  mustPassBefore(plan);
  const { lease } = engine.store.begin(scopeOf(plan), plan.title, beganBody(plan, parent));
  const log = new RunLog(engine.store, lease, engine.person);
  return conclude({ plan, log, engine, done: new Set() }, async (course) => {
    await tellBegan(course);
    await confirmPlan(plan, log, engine);
    await markHold(course);
    await mustNotHaveMoved(plan, engine);
    await goThrough(course);
  });
}

/** What it changes is planned when its turn comes. */
function isOfLater({ runs }: ProcedureStep): boolean {
  return runs !== undefined;
}

/** What the checks before the first act saw: one that is required and fails leaves nothing to begin. */
function mustPassBefore({ procedure, look, invocation }: Plan): void {
  for (const { id, title, isRequired, otherwise } of procedure?.steps ?? []) {
    const seen = look?.seen[id] ?? [];
    const isFailed = isRequired && seen.some(({ state }) => state.holds === "no");
    if (isFailed) throw doesNotPass(title, seen, otherwise ?? `mend it; ${callText(invocation)} looks again`);
  }
}

function doesNotPass(title: string, seen: readonly Seen[], otherwise: string): OpsError {
  const next = seen.flatMap(({ state }) => (state.holds === "no" ? (state.next ?? []) : []))[0];
  return new OpsError({
    code: "check-failed",
    reason: "check",
    what: `${title}: nothing was begun`,
    why: summaryOf(seen),
    next: next ?? otherwise,
  });
}

/** Step by step where it is a runbook's. */
export function goThrough(course: Course): Promise<void> {
  return course.plan.procedure ? followProcedure(course) : applyChanges(course);
}

/** The verdicts on what will be done for certain; a conditional step is judged when its turn comes. */
function unconditional(plan: Plan): readonly Verdict[] {
  const conditional = conditionalChanges(plan);
  return plan.verdicts.filter(({ change }) => !conditional.has(change));
}

/** Ids of what is done only if it turns out so. */
export function conditionalChanges({ procedure }: Plan): ReadonlySet<string> {
  const steps = (procedure?.steps ?? []).filter(({ onlyIf }) => onlyIf !== undefined);
  return new Set(steps.flatMap(({ changes = [] }) => changes));
}

/** A plan is JSON by construction; this says so to the type checker in one place. What was merely looked at is left out. */
export function planAsJson(plan: Plan): Json {
  const { look: _, ...lasting } = plan;
  return JSON.parse(JSON.stringify(lasting));
}

function beganBody(plan: Plan, parent: ParentStep | undefined): Fields {
  const { title, environment, stack, world, worldId } = plan;
  const place = { title, environment, stack, world, worldId, scope: scopeOf(plan) };
  return { ...place, ...(parent && { parent: { ...parent } }), pid: process.pid, plan: planAsJson(plan) };
}

/** The answer was to this plan: the world must still be as it was observed. */
export async function mustNotHaveMoved(plan: Plan, engine: Engine): Promise<void> {
  const now = await draftPlan(engine.compose(plan.invocation), engine);
  const move = firstMove(plan.basis, now.plan.basis);
  if (!move) return;
  throw new OpsError({
    code: "world-moved",
    reason: "check",
    what: "The world moved between the plan and the answer; nothing was done",
    why: `${move.path}: was ${move.was}, is ${move.is}`,
    next: `${callText(plan.invocation)} looks again`,
  });
}

/** The changes in order. One that fails holds back what needs it, and nothing else. */
async function applyChanges(course: Course): Promise<void> {
  const failures = new Map<string, OpsError>();
  for (const change of course.plan.changes) {
    if (course.done.has(change.id)) continue;
    if (change.needs.some((need) => !course.done.has(need))) continue;
    stopIfParked(course.engine.interrupts);
    const failure = await applyChange(change, course).catch((error) => failureOf(error));
    if (failure) {
      failures.set(change.id, failure);
      course.engine.person.show({ type: "change", change: change.id, state: "failed" });
    } else completed(change, course);
  }
  if (failures.size > 0) throw failed(failures, course);
}

/** A failure of a system concerns its change; everything else stops the run. */
export function failureOf(error: unknown): OpsError {
  if (error instanceof OpsError && (error.reason === "system" || error.reason === "check")) return error;
  throw error;
}

async function applyChange(change: Change, course: Course): Promise<undefined> {
  const { plan, log, engine } = course;
  await confirmChange(change, plan, log, engine);
  await makeChange(change, course);
}

function failed(failures: ReadonlyMap<string, OpsError>, { log, plan, done }: Course): OpsError {
  const [first] = failures.values();
  const held = plan.changes.filter(({ id }) => !done.has(id) && !failures.has(id));
  const lines = [...failures].map(([change, error]) => `${change}: ${error.what}: ${error.why}`);
  if (held.length > 0) lines.push(`held back, because they need it: ${held.map(({ id }) => id).join(", ")}`);
  return new OpsError({
    code: first?.code ?? "failed",
    reason: "parked",
    what: `${failures.size} of ${plan.changes.length} changes failed`,
    why: lines.join("\n"),
    next: `${first?.next ?? ""}; then resume!("${log.run}"), or abort!("${log.run}")`,
    cause: first,
  });
}
