import { OpsError } from "../../model/error.ts";
import type { Plan } from "../../model/plan.ts";
import type { ProcedureStep } from "../../model/procedure.ts";
import { planAsJson } from "../apply.ts";
import { ask, questionOf } from "../confirm.ts";
import type { Course } from "../course.ts";
import { basisOf, fingerprintOf } from "../fingerprint.ts";
import { observe } from "../plan.ts";
import { type DraftedSteps, draftSteps } from "./draft.ts";
import { whyNotWanted } from "./proviso.ts";
import { whyExcluded } from "./ways.ts";

/**
 * The course with what an act has to do now although nothing of it was left when the run began: a branch that was there,
 * say, and that somebody deleted since. It is asked for by itself, as nobody has seen it in the plan. Only in a
 * campaign: there days lie between the plan and an act's turn.
 */
export async function withWhatIsNeeded(step: ProcedureStep, course: Course): Promise<Course> {
  const isEmpty = step.kind === "act" && step.after !== undefined && step.changes?.length === 0;
  if (!isEmpty || whyExcluded(step, course) || (await whyNotWanted(step, course)) !== undefined) return course;
  const drafted = await draftedNow(step, course).catch(unlessLooked);
  const [fresh] = drafted?.steps ?? [];
  if (!drafted || !fresh || drafted.changes.length === 0) return course;
  const next = planWith(fresh, drafted, course.plan);
  await askFor(step, drafted, next, course);
  course.log.append({ kind: "replanned", body: { plan: planAsJson(next) } });
  return { ...course, plan: next };
}

async function draftedNow({ id }: ProcedureStep, { plan, engine }: Course): Promise<DraftedSteps> {
  const { steps = [] } = engine.compose(plan.invocation).procedure ?? {};
  const own = steps.filter((step) => step.id === id);
  const observed = await observe(
    own.flatMap(({ resources = [] }) => resources),
    engine,
  );
  return draftSteps({ runbook: "", title: "", why: "", steps: own }, observed, engine);
}

/** What cannot be looked at is for the steps after it to tell. */
function unlessLooked(error: unknown): undefined {
  if (!(error instanceof OpsError) || (error.reason !== "system" && error.reason !== "check")) throw error;
}

function planWith(fresh: ProcedureStep, drafted: DraftedSteps, plan: Plan): Plan {
  const { procedure } = plan;
  if (!procedure) return plan;
  const steps = procedure.steps.map((step) =>
    step.id === fresh.id ? { ...step, changes: fresh.changes ?? [] } : step,
  );
  const known = [...plan.changes, ...drafted.changes];
  const changes = steps.flatMap(({ changes: ids = [] }) => known.filter(({ id }) => ids.includes(id)));
  const basis = basisOf(changes);
  return { ...plan, procedure: { ...procedure, steps }, changes, basis, fingerprint: fingerprintOf(basis) };
}

async function askFor({ id, title }: ProcedureStep, { changes }: DraftedSteps, next: Plan, course: Course) {
  const { log, engine } = course;
  const question = questionOf(`needed ${id}`, changes, next);
  const capital = `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  const text = `${capital}? It was so when ${log.run} began, and is not any more.`;
  if (question) await ask({ ...question, text }, log, engine);
}
