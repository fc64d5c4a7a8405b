import type { Change } from "./plan.ts";
import type { ConditionState } from "./resource.ts";

/** What exists of a recipe's stack, how it differs from the recipe, and what the cluster says of itself. */
export interface Status {
  readonly title: string;
  readonly world: string;
  /** ISO 8601, the world's time. */
  readonly observedAt: string;
  /** Keys of what exists as desired. */
  readonly asDesired: readonly string[];
  /** What `create!` would change: missing things and drift, field by field. */
  readonly drift: readonly Change[];
  readonly notes: readonly string[];
  readonly conditions: readonly { readonly what: string; readonly state: ConditionState }[];
}

/** One row of a checklist. */
export interface CheckRow {
  readonly what: string;
  readonly result: "pass" | "fail" | "unknown";
  readonly evidence: string;
  /** What to type or do next; empty when it passed. */
  readonly next: string;
}
