import type { RunBegan } from "../model/run.ts";
import { counted } from "./words.ts";

/** Ids of the steps of which nothing is left to do, of a run that is gone on with. */
export function settledBefore({ outcomes = [] }: RunBegan): readonly string[] {
  return outcomes.filter(({ state }) => state !== "failed" && state !== "undone").map(({ step }) => step);
}

/** `4 steps`, of a recipe's run `2 changes`; empty for a run that begins. */
export function doneBefore(event: RunBegan): string {
  const [count, noun] = event.plan.procedure
    ? [settledBefore(event).length, "step"]
    : [event.done?.length ?? 0, "change"];
  return count === 0 ? "" : counted(count, noun);
}
