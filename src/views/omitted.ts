import type { Plan } from "../model/plan.ts";

/**
 * Whether a step will not be taken, as its look tells. After an act the world is another one: what would not be taken
 * as it is now may be taken then.
 */
export function isOmitted(id: string, { procedure, look }: Plan): boolean {
  const steps = procedure?.steps ?? [];
  const omitted = look?.omitted ?? {};
  const firstAct = steps.findIndex((step) => step.kind === "act" && !(step.id in omitted));
  const index = steps.findIndex((step) => step.id === id);
  return id in omitted && (firstAct < 0 || index < firstAct);
}
