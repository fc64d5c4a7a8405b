import type { Json } from "../../model/json.ts";
import type { Plan } from "../../model/plan.ts";
import type { ProcedureLook, ProcedureStep, Seen } from "../../model/procedure.ts";
import type { Engine } from "../engine.ts";
import { firstValue, see, stateOf } from "./see.ts";

/** The procedure with its pre-checks run: those that come before the first act. Changes nothing. */
export async function lookAhead(plan: Plan, engine: Pick<Engine, "systems">): Promise<ProcedureLook> {
  const steps = plan.procedure?.steps ?? [];
  const firstAct = steps.findIndex(({ kind }) => kind === "act");
  const before = firstAct < 0 ? steps : steps.slice(0, firstAct);
  const seen: Record<string, readonly Seen[]> = {};
  const values = new Map<string, Json | undefined>();
  const evidence = (step: string) => values.get(step);
  const omitted = await omittedOf(steps, engine);
  for (const step of before.filter(({ id }) => !(id in omitted)).filter(isPlainCheck)) {
    const looked = await see(step.conditions ?? [], evidence, engine);
    seen[step.id] = looked;
    values.set(step.id, firstValue(looked));
  }
  return { seen, omitted };
}

/** Whether an answer is needed first is not known yet. */
function isPlainCheck({ kind, onlyIf }: ProcedureStep): boolean {
  return kind === "check" && !(onlyIf && "answer" in onlyIf);
}

/** Steps that would not be taken as the world is now, side by side. */
async function omittedOf(
  steps: readonly ProcedureStep[],
  engine: Pick<Engine, "systems">,
): Promise<Readonly<Record<string, string>>> {
  const looks = steps.map(async ({ id, onlyIf }): Promise<[string, string][]> => {
    if (!onlyIf || "answer" in onlyIf || usesEvidence(onlyIf.condition.parameters)) return [];
    const { holds, detail } = await stateOf(onlyIf.condition, () => undefined, engine);
    return holds === onlyIf.holds || holds === "unknown" ? [] : [[id, detail]];
  });
  return Object.fromEntries((await Promise.all(looks)).flat());
}

function usesEvidence(parameters: Readonly<Record<string, Json>>): boolean {
  return JSON.stringify(parameters).includes('"evidenceOf"');
}
