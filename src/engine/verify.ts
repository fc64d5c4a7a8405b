import { OpsError } from "../model/error.ts";
import type { Fields, Json } from "../model/json.ts";
import type { Change } from "../model/plan.ts";
import type { Condition, ConditionState } from "../model/resource.ts";
import type { Course } from "./course.ts";
import { draftPlan } from "./plan.ts";
import { timedOut, waitFor, waitUntil } from "./wait.ts";

/** How long the world may take to show all of what was done (eventual consistency), in seconds. */
const convergesWithinSeconds = 300;

/** Plans again, which must give nothing to do, then waits for what the recipe says must hold. The body of `verified`. */
export async function verify(course: Course): Promise<Fields> {
  const conditions: Json[] = [];
  for (const condition of await converged(course)) {
    conditions.push(asJson(condition, await verified(condition, course)));
  }
  return { conditions };
}

async function converged({ plan, log, engine }: Course): Promise<readonly Condition[]> {
  if (!engine.compose(plan.invocation).converges) return plan.verify;
  let left: readonly Change[] = [];
  const look = async (): Promise<readonly Condition[] | undefined> => {
    const now = await draftPlan(engine.compose(plan.invocation), engine);
    left = now.plan.changes;
    return now.plan.changes.length === 0 ? now.plan.verify : undefined;
  };
  const seen = await waitUntil(look, convergesWithinSeconds, engine.world.clock, engine.interrupts);
  if (!seen) throw notConverged(left, log.run);
  return seen;
}

/** What is left to do and will not come by waiting: somebody changed the world meanwhile. */
function notConverged(left: readonly Change[], run: string): OpsError {
  return new OpsError({
    code: "not-converged",
    reason: "system",
    what: "All changes are done, and a new plan is not empty",
    why: left.map(({ id, because }) => `${id} (${because})`).join("\n"),
    next: `abort!("${run}") ends it; then look again and act on what is left. resume!("${run}") only waits`,
  });
}

async function verified(condition: Condition, { engine }: Course): Promise<ConditionState> {
  const state = await waitFor(condition, engine);
  if (state.holds === "yes" || state.holds === "not-configured") return state;
  throw timedOut(condition.what, condition.withinSeconds, state.detail);
}

function asJson({ what }: Condition, { holds, detail, progress }: ConditionState): Json {
  return { what, state: { holds, detail, ...(progress && { progress: { ...progress } }) } };
}
