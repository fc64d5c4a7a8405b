import type { Json } from "./json.ts";
import type { Invocation } from "./plan.ts";
import type { Condition, ConditionState } from "./resource.ts";

/**
 * - `check`: looks, changes nothing, keeps its evidence. Passes when all of its conditions hold.
 * - `ask`: a typed answer, of given choices or free.
 * - `attest`: a person states that something was done or agreed; who and what is recorded.
 * - `act`: changes, each planned, judged, journaled.
 * - `wait`: until conditions hold, within a time.
 */
export type StepKind = "check" | "ask" | "attest" | "act" | "wait";

export interface Choice {
  /** What is typed: `cordon`. */
  readonly name: string;
  /** What it means, with what it costs: `no new tasks; wait until the running ones have ended`. */
  readonly title: string;
}

/**
 * When a step is taken. Judged when its turn comes, and again where it failed and did nothing; the judgement is journaled.
 * `unless`: what is said of a step whose item was not found, or that has nothing to change: `no open pull request to close`.
 */
export type Proviso =
  /** The answer to an earlier `ask` is one of these. */
  | { readonly answer: string; readonly isOneOf: readonly string[]; readonly because: string }
  /** The answer to an earlier `ask` that selects did not leave this item out. */
  | { readonly answer: string; readonly includes: string; readonly because: string; readonly unless?: string }
  /** A look at the world says so. */
  | { readonly condition: Condition; readonly holds: "yes" | "no"; readonly because: string; readonly unless?: string };

/** The step that takes another one back. */
export interface Undo {
  /** Its id; it stands later in the same procedure. */
  readonly by: string;
  /**
   * Whatever happens in between, it is done: at its turn, and by `abort!` where that has not come. Until then `runs()`
   * lists what is still so.
   */
  readonly isOwed: boolean;
  /** `alibuild07 gets no new tasks` */
  readonly stillSo: string;
}

/** One line of a procedure, as it is planned, shown and journaled. */
export interface ProcedureStep {
  /** Unique within the procedure, kebab-case: `others-healthy`. */
  readonly id: string;
  readonly kind: StepKind;
  /** One line, in the imperative: `run puppet agent -t -v until no errors are reported`. */
  readonly title: string;
  /** Why, where the title does not say it. */
  readonly because?: string;
  /** Cannot be skipped when it fails. */
  readonly isRequired: boolean;
  /** The host that it is about; with several hosts in a procedure a failed step offers to exclude its host. */
  readonly host?: string;
  /** All must hold. */
  readonly onlyIf?: Proviso | readonly Proviso[];
  /** What it belongs to, for people: a repository or a stack. Steps of one lane are shown together. */
  readonly lane?: string;
  /**
   * Ids of the steps that have to be settled before it; with it the steps form a graph, and what does not need a shut
   * gate goes on. Absent: all that stand before it.
   */
  readonly after?: readonly string[];
  /** `wait`: while it does not hold the step has not failed: what needs it waits, the run parks, and each resume looks again. */
  readonly isGate?: true;
  /** `act`: another plan, made when its turn comes and followed as a run of its own. Instead of changes. */
  readonly runs?: Invocation;
  /** `check` and `wait`. Looked at side by side. */
  readonly conditions?: readonly Condition[];
  /** `wait`: what is normal: `up to one hour`. */
  readonly normal?: string;
  /** `act`: ids of its changes, in order. */
  readonly changes?: readonly string[];
  /** `act`: how often it is tried at most until it is clean; default 1. */
  readonly attemptsAtMost?: number;
  /** `act`: the id of a later act that is asked for before this one: what it opens is not open while a person thinks. */
  readonly asksFirst?: string;
  /** `act`: how it is taken back. */
  readonly undo?: Undo;
  /** `ask` and `attest`. */
  readonly question?: {
    readonly text: string;
    /** Ids of checks whose evidence is shown before the question. */
    readonly shows: readonly string[];
    /** `ask` only; absent: a free text. */
    readonly choices?: readonly Choice[];
    /**
     * `ask` only: the id of a check whose value is a list of names. Typed: `all`, `none`, or
     * `without NAME: REASON; NAME: REASON`.
     */
    readonly selectsFrom?: string;
    /** Only a person at a terminal may answer, unless what the step of that id saw says `isConfirmed`. */
    readonly personsOnlyUnless?: string;
    /** The answer that ends the run without a failure: `leave`. */
    readonly endsWith?: string;
  };
  /** What to do when it fails for good: `report the errors to ...`. */
  readonly otherwise?: string;
}

/** When a step is taken; empty: always. */
export function provisosOf({ onlyIf }: Pick<ProcedureStep, "onlyIf">): readonly Proviso[] {
  if (onlyIf === undefined) return [];
  return "because" in onlyIf ? [onlyIf] : onlyIf;
}

/** What was seen of one condition of a step. */
export interface Seen {
  readonly condition: Condition;
  readonly state: ConditionState;
}

/** A runbook applied to its arguments: all steps, readable before the first one. */
export interface Procedure {
  /** `RebuildAgent` */
  readonly runbook: string;
  readonly title: string;
  readonly why: string;
  /** Names of the guards that it relies on. */
  readonly guards?: readonly string[];
  /** The call that takes back what a run of it did: `RevertBump!("{run}")`. */
  readonly wayBack?: string;
  readonly steps: readonly ProcedureStep[];
}

/** A procedure whose checks before the first act were looked at. `seen`: by the step's id. */
export interface ProcedureLook {
  readonly seen: Readonly<Record<string, readonly Seen[]>>;
  /** Why a step is not taken as the world is now, by the step's id. */
  readonly omitted: Readonly<Record<string, string>>;
}

/** What became of one step, as the journal has it. */
export interface StepOutcome {
  readonly step: string;
  readonly state: "passed" | "failed" | "skipped" | "omitted" | "undone" | "excluded";
  /** Evidence, the answer, or why it was skipped. */
  readonly detail: string;
  readonly value?: Json;
  /** ISO 8601 */
  readonly at: string;
}

/** What a run has changed and still has to take back. */
export interface Owed {
  readonly step: string;
  readonly host?: string;
  /** `alibuild07 gets no new tasks` */
  readonly stillSo: string;
}

/** One row of a checklist of several hosts: rows are checks, columns are hosts. */
export interface ChecklistRow {
  readonly what: string;
  readonly cells: readonly ChecklistCell[];
}

export interface ChecklistCell {
  /** The column: `alimesos01`; empty where there is but one. */
  readonly subject: string;
  readonly result: "pass" | "fail" | "unknown";
  readonly evidence: string;
  /** What to type or do next; empty when it passed. */
  readonly next: string;
}

/** What a runbook that only checks gives. */
export interface Checklist {
  readonly title: string;
  readonly world: string;
  /** ISO 8601, the world's time. */
  readonly observedAt: string;
  readonly subjects: readonly string[];
  readonly rows: readonly ChecklistRow[];
}
