import type { Plan } from "../model/plan.ts";

/** The scope of a plan's lease. */
export function scopeOf(plan: Pick<Plan, "environment" | "stack">): string {
  return `${plan.environment}/${plan.stack}`;
}
