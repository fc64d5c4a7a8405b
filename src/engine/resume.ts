import { OpsError } from "../model/error.ts";
import type { Change, Plan } from "../model/plan.ts";
import type { Run } from "../model/run.ts";
import { goThrough, mustNotHaveMoved, planAsJson } from "./apply.ts";
import { conclude } from "./conclude.ts";
import { ask, confirmPlan, questionOf } from "./confirm.ts";
import { type Course, hasBegun } from "./course.ts";
import { type Engine, systemOf } from "./engine.ts";
import { basisOf, firstMove } from "./fingerprint.ts";
import { markHold } from "./hold.ts";
import { judgeChange, refusalOf } from "./judge.ts";
import { idsOf, moved } from "./moved.ts";
import { makePlan } from "./plan.ts";
import { mustRemainAllowed, takeUpProcedure } from "./procedure/take-up.ts";
import { RunLog } from "./run-log.ts";
import { findRun } from "./runs.ts";
import { scopeOf } from "./scope.ts";
import { tellBegan } from "./tell-began.ts";

/** Goes on with a parked run, or one whose console died: from the top, with the journaled plan and answers. */
export async function resumeRun(id: string, engine: Engine): Promise<Run> {
  const run = findRun(id, engine);
  mustBeResumable(run, engine);
  const log = new RunLog(engine.store, engine.store.acquire(scopeOf(run.plan), id, run.title), engine.person);
  log.append({ kind: "resumed", body: { pid: process.pid } });
  const course = { plan: run.plan, log, engine, done: new Set(log.completed) };
  return conclude(course, async () => {
    await tellBegan(course);
    if (run.plan.procedure) await mustRemainAllowed(course);
    await confirmPlan(run.plan, log, engine);
    await markHold(course);
    await goThrough(run.plan.procedure ? await takeUpProcedure(course) : await takeUp(course));
  });
}

function mustBeResumable({ id, status, environment, worldId, world }: Run, engine: Engine): void {
  if (status === "done" || status === "aborted") {
    throw resumeError(id, "run-is-over", "usage", `it is ${status}`, `show("${id}")`);
  }
  if (environment !== engine.environment.name || worldId !== engine.world.id) {
    const why = `it belongs to another world: ${environment}, ${world} (${worldId}); this is ${engine.environment.name} (${engine.world.id})`;
    throw resumeError(id, "other-world", "refused", why, wayFrom(engine, id));
  }
}

/** A rehearsal world that is not this one has ended: two of an environment cannot be. */
function wayFrom(engine: Engine, id: string): string {
  if (engine.world.kind === "rehearsal") return `that world has ended: abort!("${id}")`;
  return "start the console for that environment and account";
}

function resumeError(id: string, code: string, reason: "usage" | "refused", why: string, next: string): OpsError {
  return new OpsError({ code, reason, what: `Run ${id} cannot be resumed here`, why, next });
}

/** Proves that the world, the definition and the guards still fit what remains. */
async function takeUp(course: Course): Promise<Course> {
  const taken = await takeUpRest(course);
  await mustStillBeAllowed(taken);
  return taken;
}

async function takeUpRest(course: Course): Promise<Course> {
  const { plan, engine } = course;
  if (!hasBegun(course)) {
    await mustNotHaveMoved(plan, engine);
    return course;
  }
  if (!engine.compose(plan.invocation).converges) return takeUpOneOff(course);
  const { plan: now } = await makePlan(engine.compose(plan.invocation), engine);
  for (const change of begun(course).filter((each) => isSatisfied(each, now))) passOver(change, course);
  if (now.definition !== plan.definition) return takeOver(now, course);
  for (const change of remaining(course)) checkRemaining(change, now, course);
  return course;
}

/** Not done, and an effect of it may have happened. */
function begun({ plan, log, done }: Course): readonly Change[] {
  return plan.changes.filter(({ id }) => !done.has(id) && log.hasBegun(id));
}

/** Half done by this run, and meanwhile as it should be: somebody else went on with it. */
function isSatisfied({ action, kind, name, waits }: Change, now: Plan): boolean {
  const isOneLook = (action === "create" || action === "update") && waits.length === 0;
  return isOneLook && !now.changes.some((each) => each.kind === kind && each.name === name);
}

/** To go on with it would make it twice. */
function passOver({ id }: Change, { done, log, engine }: Course): void {
  const body = { happened: "unknown", evidence: "nothing is left to do: the world is as the change wants it" };
  for (const step of log.openSteps(id)) log.append({ kind: "settled", step, body });
  done.add(id);
  log.complete(id, engine.world.clock.now());
  engine.person.show({ type: "change", change: id, state: "already" });
}

/** Not done and no effect of it begun. */
function remaining({ plan, log, done }: Course): readonly Change[] {
  return plan.changes.filter(({ id }) => !done.has(id) && !log.hasBegun(id));
}

const anew = "plan again";

/** Each remaining change is observed as its `before`, or already as its `after`. */
function checkRemaining(change: Change, now: Plan, { done, engine }: Course): void {
  const same = now.changes.find((each) => isSame(each, change));
  if (!same) {
    done.add(change.id);
    engine.person.show({ type: "change", change: change.id, state: "already" });
    return;
  }
  const move = firstMove(basisOf([{ ...change, id: "" }]), basisOf([{ ...same, id: "" }]));
  if (move) throw moved(change, `${move.path.trim()}: was ${move.was}, is ${move.is}`, anew);
}

/** All that has not begun is judged before the first of it begins; what is half done has to be ended first. */
async function mustStillBeAllowed(course: Course): Promise<void> {
  const { plan, done, engine } = course;
  if (begun(course).length > 0) return;
  const verdicts = remaining(course).map((change) => judgeChange(change, plan, done, engine));
  const refusal = refusalOf((await Promise.all(verdicts)).flat());
  if (refusal) throw refusal;
}

/** Between a change's id and the definition that made it once more. */
const again = " again for ";

function isSame(one: Change, other: Change): boolean {
  if (one.id.split(again)[0] === other.id.split(again)[0]) return true;
  return one.kind === other.kind && one.targets.length > 0 && idsOf(one) === idsOf(other);
}

/** A one-off plan names its hosts: each must still be the one it was. */
async function takeUpOneOff(course: Course): Promise<Course> {
  for (const change of remaining(course)) {
    // Planned without a real thing, by the name of a host that another system has: there is nothing to compare with.
    if (change.targets.length === 0) continue;
    const targets = await systemOf(course.engine, change.system).resolve(change);
    if (idsOf(change) !== idsOf({ targets })) throw moved(change, `its targets were ${idsOf(change)}`, anew);
  }
  return course;
}

/** The definition changed meanwhile: what was begun is ended as it was, the rest taken over by an explicit yes. */
async function takeOver(now: Plan, course: Course): Promise<Course> {
  const { plan, log } = course;
  const halfDone = begun(course);
  const refusal = refusalOf(now.verdicts);
  if (refusal) throw refusal;
  const fresh = renamed(now, (id) => log.knows(id));
  const changes = [...halfDone, ...fresh.changes.filter((each) => !halfDone.some((half) => isSame(each, half)))];
  const basis = basisOf(changes);
  const next: Plan = { ...fresh, changes, basis, documents: { ...plan.documents, ...now.documents } };
  await askToTakeOver(next, course);
  log.append({ kind: "replanned", body: { plan: planAsJson(next) } });
  return { ...course, plan: next };
}

/** A change that this run made before, and that the new definition wants once more, gets steps of its own. */
function renamed(plan: Plan, isKnown: (id: string) => boolean): Plan {
  const name = (id: string): string => (isKnown(id) ? `${id}${again}${plan.definition.slice(0, 8)}` : id);
  const changes = plan.changes.map((each) => ({ ...each, id: name(each.id), needs: each.needs.map(name) }));
  const verdicts = plan.verdicts.map((verdict) => ({ ...verdict, change: name(verdict.change) }));
  return { ...plan, changes, verdicts };
}

/** At the level of what is taken over, with what it interrupts, and by its name where that is called for. */
async function askToTakeOver(next: Plan, { plan, log, engine }: Course): Promise<void> {
  const taken = next.changes.filter(({ id }) => !log.hasBegun(id));
  const step = `take over ${next.definition}`;
  const question = questionOf(step, taken, next);
  if (!question) return;
  const move = firstMove(plan.basis, next.basis);
  const text = `The definition changed since ${log.run} began. Take over the steps that have not begun in their new form?`;
  const loses = [...(move ? [`${move.path}: was ${move.was}, is ${move.is}`] : []), ...question.loses];
  await ask({ ...question, text, loses, ...(question.expects && { expects: next.stack }) }, log, engine);
}
