import { OpsError } from "../model/error.ts";
import type { Facts, Guard, Judgement } from "../model/guard.ts";
import { type Change, type Plan, type Risk, risks, type Verdict } from "../model/plan.ts";
import { type Engine, systemOf } from "./engine.ts";

export type Judge = Pick<Engine, "environment" | "systems" | "guards">;

/** The verdicts on every change, in the plan's order, of every guard but those of the moment; guards with nothing to say are silent. */
export async function judge(plan: Plan, judges: Judge): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const lasting = withoutMoment(judges);
  for (const change of plan.changes) verdicts.push(...(await judgeChange(change, plan, new Set(), lasting)));
  return verdicts;
}

/** Without the guards whose word is worth something only right before an effect. */
export function withoutMoment(judges: Judge): Judge {
  return { ...judges, guards: judges.guards.filter(({ isOfTheMoment }) => !isOfTheMoment) };
}

/** The verdicts on one change, as the world is now. */
export async function judgeChange(
  change: Change,
  plan: Plan,
  done: ReadonlySet<string>,
  judges: Judge,
): Promise<readonly Verdict[]> {
  const facts = factsOf(change, plan, done, judges);
  const verdicts = await Promise.all(judges.guards.map((guard) => verdictOf(guard, change, facts)));
  return verdicts.filter((verdict) => verdict !== undefined);
}

function factsOf(change: Change, plan: Plan, done: ReadonlySet<string>, judges: Judge): Facts {
  let targets: ReturnType<Facts["targets"]> | undefined;
  return {
    environment: judges.environment,
    plan,
    done,
    targets: () => (targets ??= systemOf(judges, change.system).resolve(change)),
    holds: (condition) => systemOf(judges, condition.system).holds(condition),
  };
}

async function verdictOf(guard: Guard, change: Change, facts: Facts): Promise<Verdict | undefined> {
  const judgement = await guard.judge(change, facts).catch(cannotProve);
  return judgement && { change: change.id, guard: guard.name, ...judgement };
}

/** Fail closed: a guard that cannot look refuses. */
function cannotProve(error: unknown): Judgement {
  const why = error instanceof Error ? error.message : String(error);
  return {
    outcome: "refuse",
    because: `cannot prove that it is safe: ${why}`,
    instead: "mend what stands in the way of the look, then try again",
  };
}

/** The highest of the change's own risk and what guards ask to confirm it as. */
export function levelOf(change: Change, verdicts: readonly Verdict[]): Risk {
  const levels = verdicts.filter((verdict) => verdict.change === change.id).map(({ level }) => level ?? "read");
  const highest = Math.max(...[change.risk, ...levels].map((risk) => risks.indexOf(risk)));
  return risks[highest] ?? "destructive";
}

/** An error for the operator when there is a refusal among the verdicts. */
export function refusalOf(verdicts: readonly Verdict[]): OpsError | undefined {
  const refusals = verdicts.filter(({ outcome }) => outcome === "refuse");
  const [first] = refusals;
  if (!first) return undefined;
  return new OpsError({
    code: `guard-${first.guard}`,
    reason: "refused",
    what: `Refused by the guard ${first.guard}${refusals.length > 1 ? ` (and ${refusals.length - 1} more)` : ""}`,
    why: [...Map.groupBy(refusals, ({ because }) => because)].map(refusalLine).join("\n"),
    next: first.instead ?? "look at the plan without the bang",
  });
}

/** One sentence for all that it is said of. */
function refusalLine([because, verdicts]: readonly [string, readonly Verdict[]]): string {
  const [only] = verdicts;
  return `${verdicts.length === 1 && only ? only.change : `${verdicts.length} changes`}: ${because}`;
}
