import { isFields } from "../model/json.ts";
import type { Change } from "../model/plan.ts";
import type { Run, RunStep } from "../model/run.ts";
import { bodyWords } from "./event-line.ts";
import { secondsBetween } from "./words.ts";

/** How far a change of a run is, as far as the journal tells. */
export interface ChangeStatus {
  readonly state: "done" | "under way" | "half done" | "in doubt" | "failed" | "not begun";
  /** From its first effect's beginning until it was done, its waits included. */
  readonly seconds?: number;
  /** What went wrong. */
  readonly detail?: string;
}

/** As one reads them from across the room. */
export const marks = {
  done: "ok",
  "under way": "..",
  "half done": "..",
  "in doubt": "!!",
  failed: "!!",
  "not begun": "-",
} as const;

/** Of a runbook's run that is done, what no step of it needed was not begun. */
export function changeStatus({ id }: Change, run: Run): ChangeStatus {
  const steps = run.steps.filter((step) => step.change === id);
  const [first, last] = [steps[0], steps.at(-1)];
  const doneAt = run.completedAt[id];
  if (doneAt) return { state: "done", ...(first && { seconds: secondsBetween(first.beganAt, doneAt) }) };
  if (run.status === "done" && !run.plan.procedure) return { state: "done" };
  if (!last) return { state: "not begun" };
  const detail = last.status === "done" ? undefined : (last.evidence ?? detailOf(last));
  return { state: openState(last, run), ...(detail && { detail }) };
}

/** An effect that is done does not yet mean a change that is done: more effects may follow, or a wait. */
function openState({ status }: RunStep, run: Run): ChangeStatus["state"] {
  if (status === "failed") return "failed";
  if (status === "doubted") return "in doubt";
  return run.status === "running" ? "under way" : "half done";
}

function detailOf({ value }: RunStep): string | undefined {
  if (typeof value === "string") return value;
  return isFields(value) ? bodyWords(value) || undefined : undefined;
}
