import type { Fields, Json } from "../model/json.ts";
import type { Change } from "../model/plan.ts";
import type { Run, RunStep } from "../model/run.ts";
import { bodyWords } from "./event-line.ts";
import { secondsBetween } from "./words.ts";

/** How far a change of a run is, as far as the journal tells. */
export interface ChangeStatus {
  readonly state: "done" | "under way" | "in doubt" | "failed" | "not begun";
  /** From its first effect's beginning to its last one's end, if it has any. */
  readonly seconds?: number;
  /** What went wrong. */
  readonly detail?: string;
}

/** As one reads them from across the room. */
export const marks = { done: "ok", "under way": "..", "in doubt": "!!", failed: "!!", "not begun": "-" } as const;

export function changeStatus(change: Change, run: Run): ChangeStatus {
  const steps = run.steps.filter((step) => step.change === change.id);
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return { state: run.status === "done" ? "done" : "not begun" };
  const seconds = last.endedAt ? { seconds: secondsBetween(first.beganAt, last.endedAt) } : {};
  const detail = last.status === "done" ? undefined : (last.evidence ?? detailOf(last));
  return { state: stateOf(last, change, run), ...seconds, ...(detail ? { detail } : {}) };
}

/** An effect that is done does not yet mean a change that is done: more effects may follow, or a wait. */
function stateOf(last: RunStep, change: Change, run: Run): ChangeStatus["state"] {
  if (last.status === "failed") return "failed";
  if (last.status === "doubted") return "in doubt";
  const later = run.plan.changes.slice(run.plan.changes.indexOf(change) + 1).map(({ id }) => id);
  const hasLeftItBehind = run.steps.some((step) => step.change !== undefined && later.includes(step.change));
  return run.status === "done" || (last.status === "done" && hasLeftItBehind) ? "done" : "under way";
}

function detailOf({ value }: RunStep): string | undefined {
  if (typeof value === "string") return value;
  return isFields(value) ? bodyWords(value) || undefined : undefined;
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
