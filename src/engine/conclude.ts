import { OpsError } from "../model/error.ts";
import { ofRun } from "../model/of-run.ts";
import type { Run } from "../model/run.ts";
import { type Course, hasBegun } from "./course.ts";
import type { Engine } from "./engine.ts";
import { unmarkHold } from "./hold.ts";
import { runOf } from "./journal/run-state.ts";
import { verify } from "./verify.ts";

/** Goes through the work, verifies, and journals how it ended; the lease is let go of whatever happens. */
export async function conclude(course: Course, work: (course: Course) => Promise<void>): Promise<Run> {
  const { log, engine } = course;
  try {
    await work(course);
    const verified = await verify(course);
    await unmarkHold(course);
    log.append({ kind: "verified", body: verified }, { kind: "ended", body: { status: "done" } });
  } catch (error) {
    throw await recordStop(error, course);
  } finally {
    log.release();
  }
  return ended(course, engine);
}

function ended({ log }: Course, engine: Engine): Run {
  const run = runOf(log.events, false);
  engine.person.show({ type: "ended", run });
  return run;
}

/** A no, or a world that moved, before anything began ends the run; everything else parks it. The error names the way on. */
async function recordStop(error: unknown, course: Course): Promise<unknown> {
  const stop = error instanceof OpsError ? error : unexpected(error);
  if (stop.reason === "journal") return withRun(stop, course);
  await unmarkHold(course);
  const { log } = course;
  const isOver = stop.code === "left" || (!hasBegun(course) && isBeforeAll(stop, course));
  const body = { why: `${stop.what}: ${stop.why}`, next: isOver ? stop.next : nextOf(stop, course) };
  log.append(isOver ? { kind: "ended", body: { status: "aborted", ...body } } : { kind: "parked", body });
  ended(course, course.engine);
  return isOver ? asEnd(stop) : withRun(stop, course);
}

/** A no, a world that moved between the plan and the answer, or a check that failed before anybody said anything. */
function isBeforeAll({ code }: OpsError, { plan, log }: Course): boolean {
  if (code === "check-failed") return !log.events.some(({ kind, step }) => kind === "answered" && step !== "confirm");
  const isOfAct = plan.procedure !== undefined && log.last("confirm", "answered")?.body.isYes === true;
  return (code === "declined" && !isOfAct) || code === "world-moved";
}

/** There is nothing to go on with: a failed check is no more than that. */
function asEnd(stop: OpsError): OpsError {
  if (stop.code !== "check-failed") return stop;
  const { code, what, why, next } = stop;
  return new OpsError({ code, reason: "check", what: `${what}: nothing was begun`, why, next, cause: stop });
}

function nextOf(stop: OpsError, { log }: Course): string {
  const [resume, next] = [`resume!("${log.run}")`, ofRun(stop.next, log.run)];
  if (next.includes(resume) || next.includes(`abort!("${log.run}")`)) return next;
  return stop.reason === "interrupted" ? resume : `${resume} (${next})`;
}

function withRun(stop: OpsError, course: Course): OpsError {
  const { code, reason, what, why } = stop;
  const next = nextOf(stop, course);
  return new OpsError({
    code,
    reason: isPark(stop) ? "parked" : reason,
    what: `Run ${course.log.run}: ${what}`,
    why: [why, ...stillSo(course)].join("\n"),
    next,
    cause: stop,
  });
}

/** Who leaves the console now has to know it. */
function stillSo({ log }: Course): readonly string[] {
  const { id, owed } = runOf(log.events, false);
  return owed.map((each) => `Still so: ${each.stillSo} (abort!("${id}") takes it back)`);
}

function isPark({ reason }: OpsError): boolean {
  return reason === "system" || reason === "check" || reason === "internal";
}

function unexpected(error: unknown): OpsError {
  const why = error instanceof Error ? error.message : String(error);
  return new OpsError({
    code: "unexpected",
    reason: "internal",
    what: "Something unexpected stopped the run",
    why,
    next: "read the run's events with show, then resume it",
    cause: error,
  });
}
