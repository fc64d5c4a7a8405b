import type { Json } from "../../model/json.ts";
import type { Plan } from "../../model/plan.ts";
import { type ProcedureLook, type ProcedureStep, type Proviso, provisosOf, type Seen } from "../../model/procedure.ts";
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
function isPlainCheck(step: ProcedureStep): boolean {
  return step.kind === "check" && !provisosOf(step).some((proviso) => "answer" in proviso);
}

/** Steps that would not be taken as the world is now, side by side. */
async function omittedOf(
  steps: readonly ProcedureStep[],
  engine: Pick<Engine, "systems">,
): Promise<Readonly<Record<string, string>>> {
  const looks = steps.map(async (step): Promise<[string, string][]> => {
    const provisos = provisosOf(step).filter(isOfNow);
    const [why] = (await Promise.all(provisos.map((proviso) => whyNot(proviso, engine)))).flat();
    return why === undefined ? [] : [[step.id, why]];
  });
  return Object.fromEntries((await Promise.all(looks)).flat());
}

type OfLook = Extract<Proviso, { holds: string }>;

function isOfNow(proviso: Proviso): proviso is OfLook {
  return "holds" in proviso && !usesEvidence(proviso.condition.parameters);
}

async function whyNot({ condition, holds: wanted }: OfLook, engine: Pick<Engine, "systems">): Promise<string[]> {
  const { holds, detail } = await stateOf(condition, () => undefined, engine);
  return holds === wanted || holds === "unknown" ? [] : [detail];
}

function usesEvidence(parameters: Readonly<Record<string, Json>>): boolean {
  return JSON.stringify(parameters).includes('"evidenceOf"');
}
