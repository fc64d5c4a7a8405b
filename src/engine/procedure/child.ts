import { OpsError } from "../../model/error.ts";
import { callText } from "../../model/invocation.ts";
import type { Invocation } from "../../model/plan.ts";
import type { ProcedureStep } from "../../model/procedure.ts";
import type { ParentStep, Run } from "../../model/run.ts";
import { childrenOf } from "../children.ts";
import type { Course } from "../course.ts";
import { tellBegan } from "../tell-began.ts";
import { settle } from "./record.ts";
import { failuresOf } from "./ways.ts";

/**
 * Follows another plan, made now, as a run of its own. One that was begun before is found by what its first row says
 * and gone on with: never is there a second one while the first may still be.
 */
export async function followChild(step: ProcedureStep, runs: Invocation, course: Course): Promise<void> {
  const child = await childOf(step, runs, course).catch((error) => leftChild(error, course));
  await tellBegan(course);
  if (!child) return settle(step, "passed", `${callText(runs)}: there is nothing to change`, course);
  if (child.status === "done")
    return settle(step, "passed", `${child.id} is done`, course, { value: { run: child.id } });
  throw ended(child, runs);
}

/** `undefined`: it has nothing to change. */
async function childOf(step: ProcedureStep, runs: Invocation, course: Course): Promise<Run | undefined> {
  const newest = childrenOf(course.log.run, course.engine, step.id).at(-1);
  if (newest === undefined || isToldOver(step, newest, course)) return begin(step, runs, course);
  if (newest.status === "done" || newest.status === "aborted") return newest;
  const { resumeRun } = await import("../resume.ts");
  return resumeRun(newest.id, course.engine);
}

async function begin(step: ProcedureStep, runs: Invocation, course: Course): Promise<Run | undefined> {
  const { engine } = course;
  const [{ makePlan }, { applyPlan }] = await Promise.all([import("../plan.ts"), import("../apply.ts")]);
  const { plan } = await makePlan(engine.compose(runs), engine);
  const applied = await applyPlan(plan, engine, parentOf(step, course));
  return "status" in applied ? applied : undefined;
}

function parentOf({ id }: ProcedureStep, { log }: Course): ParentStep {
  return { run: log.run, step: id };
}

/** That it was ended was told as a failure: who then says retry wants another one. */
function isToldOver(step: ProcedureStep, { id, status }: Run, { log, engine }: Course): boolean {
  const end = engine.store.events(id).at(-1)?.seq ?? 0;
  return status === "aborted" && failuresOf(step, log.events).some(({ seq }) => seq > end);
}

function ended({ id, status, why = "" }: Run, runs: Invocation): OpsError {
  return new OpsError({
    code: "child-ended",
    reason: "check",
    what: `${id}, which was to do ${callText(runs)}, is ${status}`,
    why,
    next: `show("${id}"); to retry begins another one`,
  });
}

/** What stopped the run below stops this one: to resume this one goes on with the other, with the same answers. */
function leftChild(error: unknown, { log }: Course): never {
  if (!(error instanceof OpsError) || error.reason !== "parked") throw error;
  const { code, reason, what, why } = error;
  const resume = `resume!("${log.run}")`;
  const next = error.next.replaceAll(/resume!\("r\d+"\)/g, resume);
  throw new OpsError({
    code,
    reason,
    what,
    why,
    next: next.includes(resume) ? next : `${next}; then ${resume}`,
    cause: error,
  });
}
