import type { PlanRequest } from "../engine/engine.ts";
import { systemOf } from "../engine/engine.ts";
import { draftPlan, type Planner } from "../engine/plan.ts";
import type { Status } from "../model/status.ts";

/** A look at a recipe's stack: what exists, what drifted, and what the cluster says, each condition looked at once. */
export async function statusOf(request: PlanRequest, planner: Planner): Promise<Status> {
  const { plan } = await draftPlan(request, planner);
  const conditions = plan.verify.map(async (condition) => ({
    what: condition.what,
    state: await systemOf(planner, condition.system).holds(condition),
  }));
  return {
    title: `${request.invocation.recipe} of ${request.stack}`,
    world: plan.world,
    observedAt: plan.observedAt,
    asDesired: plan.unchanged,
    drift: plan.changes,
    notes: plan.notes,
    conditions: await Promise.all(conditions),
  };
}
