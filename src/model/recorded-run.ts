import type { Json } from "./json.ts";
import type { Change, Invocation } from "./plan.ts";
import type { StepOutcome } from "./procedure.ts";

/** What a run that is over did, for a runbook that builds on it. Derived from the journal; it does not change any more. */
export interface RecordedRun {
  /** `r12` */
  readonly id: string;
  readonly invocation: Invocation;
  readonly status: "done" | "failed" | "aborted";
  readonly changes: readonly Change[];
  readonly outcomes: readonly StepOutcome[];
  /** Ids of the steps for which a run of its own was begun, and sent anything. */
  readonly begun: readonly string[];
  /** What each effect gave, by `<change id>/<effect>`. One that was sent without an outcome is `null`. */
  readonly effects: Readonly<Record<string, Json>>;
}
