import type { Plan, Verdict } from "../model/plan.ts";

/**
 * What of a plan is refused as a whole. The verdict on a step that is taken only under a condition counts when its turn
 * comes: it stands beside that step.
 */
export function refusals({ verdicts, procedure }: Plan): readonly Verdict[] {
  const conditional = (procedure?.steps ?? []).filter(({ onlyIf }) => onlyIf !== undefined);
  const changes = new Set(conditional.flatMap(({ changes: ids = [] }) => ids));
  return verdicts.filter(({ outcome, change }) => outcome === "refuse" && !changes.has(change));
}
