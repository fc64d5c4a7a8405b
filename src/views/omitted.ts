import type { Plan } from "../model/plan.ts";
import { type Proviso, provisosOf } from "../model/procedure.ts";
import { stepNumber } from "./step-words.ts";

/** Of an act without changes. */
export const nothingToChange = "there is nothing to change";

/**
 * Why a step will not be taken, as its look tells; `undefined` where it may be. After an act the world is another one:
 * what would not be taken as it is now may be taken then, but for what hangs on the answer of a step that is not taken.
 */
export function whyOmitted(id: string, plan: Plan): string | undefined {
  const steps = plan.procedure?.steps ?? [];
  const { onlyIf, kind, changes } = steps.find((step) => step.id === id) ?? {};
  const provisos = provisosOf({ ...(onlyIf && { onlyIf }) });
  const [notFound] = provisos.flatMap((proviso) => whyNotFound(proviso, plan) ?? []);
  if (notFound) return notFound;
  if (kind === "act" && changes?.length === 0) return whyNothing(provisos);
  for (const proviso of provisos) {
    const isAsked = !("answer" in proviso) || whyOmitted(proviso.answer, plan) === undefined;
    if (!isAsked) return `${stepNumber(proviso.answer, { steps })} is not taken`;
  }
  return isAfterAct(id, plan) ? undefined : plan.look?.omitted[id];
}

function whyNothing(provisos: readonly Proviso[]): string {
  const [unless] = provisos.flatMap((proviso) => ("holds" in proviso ? (proviso.unless ?? []) : []));
  return unless ?? nothingToChange;
}

/** What a person selects from was looked at, and this was not among it. */
function whyNotFound(proviso: Proviso, { procedure, look }: Plan): string | undefined {
  if (!("includes" in proviso)) return undefined;
  const from = procedure?.steps.find(({ id }) => id === proviso.answer)?.question?.selectsFrom ?? "";
  const found = look?.seen[from]?.find(({ state }) => state.holds === "yes")?.state.value;
  return Array.isArray(found) && !found.includes(proviso.includes) ? proviso.unless : undefined;
}

/** Another lane is another repository or stack: what is done there says nothing of this one. */
function isAfterAct(id: string, plan: Plan): boolean {
  const steps = plan.procedure?.steps ?? [];
  const index = steps.findIndex((step) => step.id === id);
  const lane = steps[index]?.lane;
  const before = steps.slice(0, index).filter((step) => lane === undefined || step.lane === lane);
  return before.some((step) => step.kind === "act" && whyOmitted(step.id, plan) === undefined);
}

/** Why it would not be taken if nothing changed before its turn. */
export function whyNotNow(id: string, plan: Plan): string | undefined {
  return whyOmitted(id, plan) === undefined ? plan.look?.omitted[id] : undefined;
}
