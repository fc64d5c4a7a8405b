import { closest } from "../model/closest.ts";
import { OpsError } from "../model/error.ts";
import type { JournalEvent, Store } from "../model/journal.ts";
import { ofRun } from "../model/of-run.ts";
import type { Run } from "../model/run.ts";
import type { Course } from "./course.ts";
import type { Engine } from "./engine.ts";
import { clearHold } from "./hold.ts";
import { runOf } from "./journal/run-state.ts";
import { lastWordsOf } from "./last-words.ts";
import { parked } from "./park.ts";
import { settle } from "./procedure/record.ts";
import { takeBack, undoingSteps } from "./procedure/take-back.ts";
import { RunLog } from "./run-log.ts";
import { scopeOf } from "./scope.ts";

type Journaled = Pick<Engine, "store">;

export interface Runs {
  /** Oldest first. */
  readonly runs: readonly Run[];
  /** Ids of runs that another version of the console wrote, or that are damaged; `show(id)` says why. */
  readonly unreadable: readonly string[];
}

/** All runs; one that cannot be read does not hide the others. */
export function allRuns({ store }: Journaled): Runs {
  return readRuns(store.runs(), { store });
}

/** The newest readable runs, at most 20: enough to know how long things take. */
export function latestRuns({ store }: Journaled): readonly Run[] {
  return readRuns(store.runs().slice(-20), { store }).runs;
}

function readRuns(ids: readonly string[], { store }: Journaled): Runs {
  const held = heldRuns({ store });
  const read = ids.map((id) => ({ id, run: readable(id, store, held) }));
  return {
    runs: read.flatMap(({ run }) => run ?? []),
    unreadable: read.filter(({ run }) => run === undefined).map(({ id }) => id),
  };
}

function readable(id: string, store: Store, held: ReadonlySet<string>): Run | undefined {
  try {
    return runOf(store.events(id), held.has(id));
  } catch (error) {
    if (error instanceof OpsError && error.code === "run-unreadable") return undefined;
    throw error;
  }
}

function heldRuns({ store }: Journaled): ReadonlySet<string> {
  return new Set(store.leases().map(({ run }) => run));
}

/** The run with that id; an unknown one gets the nearest names. */
export function findRun(id: string, { store }: Journaled): Run {
  const events = eventsOf(id, { store });
  return runOf(events, heldRuns({ store }).has(id));
}

export function eventsOf(id: string, { store }: Journaled): readonly JournalEvent[] {
  const events = store.events(id);
  if (events.length > 0) return events;
  const all = store.runs();
  const near = closest(id, all);
  const newest = near[0] ?? all.at(-1);
  throw new OpsError({
    code: "unknown-run",
    reason: "usage",
    what: `There is no run ${id}`,
    why:
      newest === undefined
        ? "the journal holds no runs yet"
        : `${near[0] ? "the nearest" : "the newest"}: ${(near[0] ? near : [newest]).join(", ")}`,
    next: "runs()",
  });
}

/** Ends a parked run for good. What was done stays done, but for what a runbook owes: that is taken back first. */
export async function abortRun(id: string, engine: Engine): Promise<Run> {
  const run = findRun(id, engine);
  mustNotBeOver(run);
  const log = hold(run, engine);
  try {
    await leaveInOrder(run, log, engine);
    log.append({ kind: "ended", body: { status: "aborted", ...(await lastWordsOf(findRun(id, engine), engine)) } });
  } finally {
    log.release();
  }
  return findRun(id, engine);
}

/** Takes back what is owed and removes the mark. Of another world only a rehearsal's, which has ended, can be left so. */
async function leaveInOrder(run: Run, log: RunLog, engine: Engine): Promise<void> {
  const course = { plan: run.plan, log, engine, done: new Set(log.completed) };
  if (run.worldId === engine.world.id) {
    await takeBackOrPark(course);
    return clearHold(course);
  }
  const isEnded = run.worldId.startsWith("rehearsal-") && engine.world.kind === "rehearsal";
  if (run.owed.length > 0 && !isEnded) throw owesElsewhere(run);
  for (const step of undoingSteps(course, "owed")) settle(step, "passed", "its world has ended", course);
}

async function takeBackOrPark(course: Course): Promise<void> {
  try {
    await takeBack(course, "owed");
  } catch (error) {
    if (!(error instanceof OpsError) || error.reason === "journal") throw error;
    const { log } = course;
    const why = `what is owed could not be taken back: ${error.what}: ${error.why}`;
    log.append({ kind: "parked", body: { why, next: `abort!("${log.run}") tries again` } });
    throw parked({
      code: error.code,
      what: `Run ${log.run} is not ended`,
      why,
      next: `${ofRun(error.next, log.run)}; then abort!("${log.run}")`,
    });
  }
}

function owesElsewhere({ id, owed, world }: Run): OpsError {
  return new OpsError({
    code: "other-world",
    reason: "refused",
    what: `Run ${id} cannot be ended here`,
    why: `it owes something in another world (${world}): ${owed.map(({ stillSo }) => stillSo).join("; ")}`,
    next: "start the console for that environment",
  });
}

/**
 * Records what a person saw of an effect in doubt. `evidence` begins with `yes:` or `no:`.
 * The run goes on from there when it is resumed.
 */
export function settleStep(id: string, step: string, evidence: string, engine: Engine): Run {
  const run = findRun(id, engine);
  mustNotBeOver(run);
  const happened = verdictIn(evidence, id, step);
  mustBeInDoubt(run, step, engine);
  const log = hold(run, engine);
  try {
    const why = `${step} is settled by a person: ${evidence}`;
    log.append({ kind: "settled", step, body: { happened, evidence } });
    log.append({ kind: "parked", body: { why, next: `resume!("${id}")` } });
  } finally {
    log.release();
  }
  return findRun(id, engine);
}

function hold(run: Run, { store, person }: Engine): RunLog {
  return new RunLog(store, store.acquire(scopeOf(run.plan), run.id, run.title), person);
}

function mustNotBeOver({ id, status }: Run): void {
  if (status !== "done" && status !== "aborted") return;
  throw new OpsError({
    code: "run-is-over",
    reason: "usage",
    what: `Run ${id} is over`,
    why: `it is ${status}`,
    next: `show("${id}")`,
  });
}

function verdictIn(evidence: string, id: string, step: string): "yes" | "no" {
  const [, word] = /^(yes|no)\s*:\s*\S/.exec(evidence) ?? [];
  if (word === "yes" || word === "no") return word;
  throw new OpsError({
    code: "evidence-unclear",
    reason: "usage",
    what: "The evidence must say whether it happened",
    why: `it begins with "yes:" or "no:" and says what you saw, not ${JSON.stringify(evidence)}`,
    next: `settle!("${id}", "${step}", "yes: what you saw")`,
  });
}

/** The newest attempt at its effect, without an outcome that stands. */
function isInDoubt(events: readonly JournalEvent[], step: string): boolean {
  const effect = step.slice(0, step.lastIndexOf("/") + 1);
  const last = events.findLast((event) => event.step.startsWith(effect));
  if (last?.step !== step) return false;
  return (
    last.kind === "intended" || last.kind === "doubted" || (last.kind === "settled" && last.body.happened === "unknown")
  );
}

function mustBeInDoubt(run: Run, step: string, { store }: Engine): void {
  const events = store.events(run.id);
  const open = run.steps.filter(({ step: each }) => isInDoubt(events, each));
  if (open.some((each) => each.step === step)) return;
  throw new OpsError({
    code: "not-in-doubt",
    reason: "usage",
    what: `${run.id} has no step ${step} in doubt`,
    why: open.length > 0 ? `in doubt: ${open.map((each) => each.step).join(", ")}` : "no step of it is in doubt",
    next: `show("${run.id}")`,
  });
}
