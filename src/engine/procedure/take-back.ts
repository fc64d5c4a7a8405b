import type { ProcedureStep } from "../../model/procedure.ts";
import { completed, makeChange } from "../change.ts";
import type { Course } from "../course.ts";
import { isTakenBack, mayHaveHappened, outcomesOf } from "./ledger.ts";
import { settle } from "./record.ts";

/** Takes back, in reverse order, what began and was not taken back: all that can be, or only what is owed. */
export async function takeBack(course: Course, what: "all" | "owed"): Promise<void> {
  for (const step of undoingSteps(course, what)) {
    const { person, world } = course.engine;
    person.show({ type: "step", step: step.id, state: "begun", at: new Date(world.clock.now()).toISOString() });
    for (const change of course.plan.changes.filter(({ id }) => step.changes?.includes(id) && !course.done.has(id))) {
      await makeChange(change, course);
      completed(change, course);
    }
    settle(step, "passed", "done on the way out", course);
  }
}

/** Each once, whatever it undoes; the last thing that was done first. */
export function undoingSteps({ plan, log }: Course, what: "all" | "owed"): readonly ProcedureStep[] {
  const { procedure } = plan;
  if (!procedure) return [];
  const outcomes = outcomesOf(log.events, procedure);
  const takenBack = new Set(outcomes.filter(isTakenBack).map(({ step }) => step));
  const begun = procedure.steps.filter((step) => step.undo && mayHaveHappened(step, log.events));
  const due = begun.filter(({ undo }) => what === "all" || undo?.isOwed);
  const ids = new Set(due.toReversed().flatMap(({ undo }) => undo?.by ?? []));
  return [...ids].flatMap((id) => procedure.steps.find((step) => step.id === id && !takenBack.has(id)) ?? []);
}
