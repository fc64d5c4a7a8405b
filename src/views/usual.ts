import type { Change } from "../model/plan.ts";
import type { Run } from "../model/run.ts";
import { changeStatus } from "./change-status.ts";
import { duration } from "./words.ts";

/** How long changes of a kind took in earlier runs. */
export interface Usual {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** By {@link changeKind}. */
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

/** From the shortest to the longest that each kind of change took in these runs. */
export function usualsOf(runs: readonly Run[]): Usuals {
  const usuals: Record<string, Usual> = {};
  for (const run of runs) {
    for (const change of run.plan.changes) {
      const { state, seconds } = changeStatus(change, run);
      if (state !== "done" || seconds === undefined) continue;
      const { fromSeconds, toSeconds } = usuals[changeKind(change)] ?? { fromSeconds: seconds, toSeconds: seconds };
      usuals[changeKind(change)] = {
        fromSeconds: Math.min(fromSeconds, seconds),
        toSeconds: Math.max(toSeconds, seconds),
      };
    }
  }
  return usuals;
}
