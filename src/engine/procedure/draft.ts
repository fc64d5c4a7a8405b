import type { Change, Draft } from "../../model/plan.ts";
import type { ProcedureStep } from "../../model/procedure.ts";
import { keyOf, type Observed, type Resource } from "../../model/resource.ts";
import { type PlanRequest, systemOf } from "../engine.ts";
import type { Planner } from "../plan.ts";
import type { ProcedureRequest, StepRequest } from "./request.ts";

/** The steps with the changes of their acts, in the order of the steps. */
export interface DraftedSteps {
  readonly steps: readonly ProcedureStep[];
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/** Compares what each act wants with what was observed. Pure. */
export function draftSteps(
  { steps }: ProcedureRequest,
  observed: readonly Observed[],
  planner: Pick<Planner, "systems">,
): DraftedSteps {
  const drafted = steps.map((step) => draftStep(step, observed, planner));
  return {
    steps: drafted.map(({ step }) => step),
    changes: drafted.flatMap(({ changes }) => changes),
    notes: [...new Set(drafted.flatMap(({ notes }) => notes))],
  };
}

function draftStep(request: StepRequest, observed: readonly Observed[], planner: Pick<Planner, "systems">) {
  const { resources = [], ...step } = request;
  const differences = resources.map((resource) => ({
    resource,
    ...systemOf(planner, resource.system).diff(resource, observed),
  }));
  const changes = differences.flatMap(({ resource, drafts }) =>
    drafts.map((each) => changeOf(each, resource, step.id)),
  );
  const notes = differences.flatMap((each) => each.notes);
  const isAct = step.kind === "act" && step.runs === undefined;
  return { step: isAct ? { ...step, changes: changes.map(({ id }) => id) } : step, changes, notes };
}

/** The same may be done twice in a procedure: each has the step in its id. */
function changeOf(draft: Draft, { stack, role }: Resource, step: string): Change {
  return {
    ...draft,
    id: `${step}: ${draft.action} ${keyOf(draft)}`,
    stack,
    role,
    needs: [],
    asksByItself: false,
    waits: draft.waits ?? [],
  };
}

/** Everything that the acts of a request are about. */
export function resourcesOf({ procedure, resources }: PlanRequest): readonly Resource[] {
  return procedure ? procedure.steps.flatMap((step) => step.resources ?? []) : resources;
}
