import type { Change, Plan } from "../model/plan.ts";
import type { ProcedureStep } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import { changeStatus } from "./change-status.ts";
import { duration, secondsBetween } from "./words.ts";

/** How long changes of a kind, or a runbook's step, took in earlier runs. */
export interface Usual {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** By {@link changeKind} or {@link stepKind}. */
export type Usuals = Readonly<Record<string, Usual>>;

/** `create volume`: changes of one kind take about as long as each other. */
export function changeKind({ action, kind }: Pick<Change, "action" | "kind">): string {
  return `${action} ${kind}`;
}

/** `, usually 0:41 to 1:20`; nothing for what takes no time. */
export function usualWords(usual: Usual | undefined): string {
  if (!usual || usual.toSeconds < 1) return "";
  const [from, to] = [duration(usual.fromSeconds), duration(usual.toSeconds)];
  return `, usually ${from === to ? from : `${from} to ${to}`}`;
}

/** `step RebuildAgent/rebuild`: of one runbook, whatever its arguments. */
export function stepKind({ invocation }: Pick<Plan, "invocation">, step: string): string {
  return `step ${invocation.recipe}/${step}`;
}

/** From the shortest to the longest that each kind of change, and each step of a runbook, took in these runs. */
export function usualsOf(runs: readonly Run[]): Usuals {
  const usuals: Record<string, Usual> = {};
  for (const { kind, seconds } of runs.flatMap((run) => [...changeTimes(run), ...stepTimes(run)])) {
    const { fromSeconds, toSeconds } = usuals[kind] ?? { fromSeconds: seconds, toSeconds: seconds };
    usuals[kind] = { fromSeconds: Math.min(fromSeconds, seconds), toSeconds: Math.max(toSeconds, seconds) };
  }
  return usuals;
}

interface Took {
  readonly kind: string;
  readonly seconds: number;
}

function changeTimes(run: Run): readonly Took[] {
  return run.plan.changes.flatMap((change) => {
    const { state, seconds } = changeStatus(change, run);
    return state === "done" && seconds !== undefined ? [{ kind: changeKind(change), seconds }] : [];
  });
}

/** From the outcome before it, or an act's first effect, to its own. */
function stepTimes({ plan, outcomes, beganAt, steps }: Run): readonly Took[] {
  const known = new Map(plan.procedure?.steps.map((step) => [step.id, step]));
  return outcomes.flatMap(({ step: id, state, at }, index) => {
    const step = known.get(id);
    if (!step || state !== "passed" || (step.kind !== "act" && step.kind !== "wait")) return [];
    const effect = steps.find(({ change }) => change !== undefined && step.changes?.includes(change));
    const seconds = secondsBetween(effect?.beganAt ?? outcomes[index - 1]?.at ?? beganAt, at);
    return seconds <= longestWait(step) ? [{ kind: stepKind(plan, id), seconds }] : [];
  });
}

/** What took longer than it may was parked meanwhile. */
function longestWait({ kind, conditions = [] }: ProcedureStep): number {
  if (kind !== "wait") return Number.POSITIVE_INFINITY;
  return conditions.reduce((sum, { withinSeconds }) => sum + withinSeconds, 0);
}
