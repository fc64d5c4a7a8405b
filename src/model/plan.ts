import type { Fields } from "./json.ts";
import type { Procedure, ProcedureLook } from "./procedure.ts";
import type { Condition, Target } from "./resource.ts";

export const risks = ["read", "safe", "disruptive", "destructive"] as const;
/** `read` < `safe` (adds, reversible) < `disruptive` (something may be interrupted) < `destructive` (something is lost for good). */
export type Risk = (typeof risks)[number];

export type Action = "create" | "update" | "replace" | "delete" | "act";

/** One mutation of one resource. */
export interface Change {
  /** Stable within a plan and over plans of the same world: `<action> <kind>/<name>`. */
  readonly id: string;
  readonly action: Action;
  readonly system: string;
  readonly kind: string;
  readonly name: string;
  readonly stack: string;
  readonly role: string;
  readonly risk: Risk;
  readonly because: string;
  /** What it does, where action, kind and name do not say it: `no new tasks for ip-10-0-1-4`. */
  readonly does?: string;
  /** What a person gets interrupted or loses, shown before the question. */
  readonly interrupts?: string;
  /** Access that it gives and that is not there now, a line each: shown by itself, before the question. */
  readonly grants?: readonly string[];
  /** All fields as observed; absent for a create. */
  readonly before?: Fields;
  /** All fields as desired; absent for a delete. */
  readonly after?: Fields;
  /** Ids of the changes that must be done before. */
  readonly needs: readonly string[];
  /** The real things it touches, as observed when planned. Empty for a create. */
  readonly targets: readonly Target[];
  /** Asked for by itself, by the typed name, whatever else the plan asks. */
  readonly asksByItself: boolean;
  /** What must hold after it before the next change begins. */
  readonly waits: readonly Condition[];
}

/** What a system's diff gives; the engine adds the id, the order and the waits. */
export interface Draft {
  readonly action: Action;
  readonly system: string;
  readonly kind: string;
  readonly name: string;
  readonly risk: Risk;
  readonly because: string;
  readonly does?: string;
  readonly interrupts?: string;
  /** Access that it gives and that is not there now, a line each: shown by itself, before the question. */
  readonly grants?: readonly string[];
  readonly before?: Fields;
  readonly after?: Fields;
  readonly targets: readonly Target[];
  readonly asksByItself?: boolean;
  /** Ids of drafts (`<action> <kind>/<name>`) that must be done before. */
  readonly needs?: readonly string[];
  readonly waits?: readonly Condition[];
}

/** What a diff of one resource says: what to change, and what to tell without changing it. */
export interface Difference {
  readonly drafts: readonly Draft[];
  /** Drift or surplus that is shown and never acted on by this plan, a line each. */
  readonly notes: readonly string[];
}

export type Outcome = "allow" | "confirm" | "refuse";

/** One guard's judgement of one change. */
export interface Verdict {
  /** The change's id. */
  readonly change: string;
  readonly outcome: Outcome;
  /** The guard's name. */
  readonly guard: string;
  readonly because: string;
  /** With `confirm`: the risk it is to be confirmed as. */
  readonly level?: Risk;
  /** What is possible instead; for a refusal the manual way. */
  readonly instead?: string;
  /** With `confirm`: what exactly a yes is to: the head of a pull request. */
  readonly about?: string;
}

/** How a plan was asked for; enough to compose it again. */
export interface Invocation {
  /** `MesosCluster`, or a runbook: `RebuildAgent`. */
  readonly recipe: string;
  /** `create`; empty for a runbook. */
  readonly verb: string;
  readonly args: readonly string[];
  /** The Mesos version that the stack is to have instead of the one that this console's environment file pins: a campaign's. */
  readonly mesosVersion?: string;
}

/** Changes in order, judged, with what they were made from. A value: it changes nothing. */
export interface Plan {
  /** `p-4f1c` */
  readonly id: string;
  readonly title: string;
  /** Hash of the fields that the diff and the guards read and of what will be done. */
  readonly fingerprint: string;
  /** What the fingerprint is made of, path by path, so that a moved one can be named. */
  readonly basis: Readonly<Record<string, string>>;
  /** Where: `account 123456789012, us-east-1`, or with `REHEARSAL` in front. */
  readonly world: string;
  readonly worldId: string;
  readonly environment: string;
  readonly stack: string;
  readonly invocation: Invocation;
  /** ISO 8601, the world's time. */
  readonly observedAt: string;
  readonly changes: readonly Change[];
  /** Keys of the resources that are as desired. */
  readonly unchanged: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly notes: readonly string[];
  /** Long texts (user data) by digest; fields hold the digest. */
  readonly documents: Readonly<Record<string, string>>;
  /** The digest of the desired resources: a changed definition stops a resume. */
  readonly definition: string;
  /** What is waited for once all changes are done. */
  readonly verify: readonly Condition[];
  /** Of a runbook: its steps; the changes are those of its acts and of what takes them back. */
  readonly procedure?: Procedure;
  /** Of a runbook that was looked at: what its checks saw. */
  readonly look?: ProcedureLook;
}
