import type { Fields } from "./json.ts";

/**
 * What an event says of its run or step.
 *
 * Of a run: `began` `{title, environment, stack, world, worldId, scope, pid, plan}`, `resumed` `{pid}`, `parked` `{why, next}`, `replanned` `{plan}`,
 * `verified` `{conditions}`, `ended` `{status, why?}`.
 * Of a question: `asked`, `answered`. Of an effect: `intended` `{change, token, repeat}`, `done` `{value}`,
 * `failed` `{code, what, why}`, `doubted` `{why}`, `settled` `{happened, evidence, value?}`.
 * Of any: `completed`, the changes `{change, at}` that were done since the row before.
 */
export const eventKinds = [
  "began",
  "asked",
  "answered",
  "intended",
  "done",
  "failed",
  "doubted",
  "settled",
  "replanned",
  "verified",
  "parked",
  "resumed",
  "ended",
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What one writes. `step`: `""` for the run itself, `confirm` for a question, `<change id>/<effect>/<attempt>` for an effect. */
export interface NewEvent {
  readonly run: string;
  readonly step: string;
  readonly kind: EventKind;
  readonly body: Fields;
}

/** One row of the journal. Append-only; a run's state is derived from its rows and from nothing else. */
export interface JournalEvent extends NewEvent {
  readonly seq: number;
  /** UUID of the console process that wrote it. */
  readonly boot: string;
  /** The fence of the lease it was written under; 0 without one. */
  readonly fence: number;
  /** The operator: `user@host`. */
  readonly who: string;
  /** ISO 8601, by the world's clock. */
  readonly at: string;
  /** SHA-256 over the previous row's hash and this row, hex. */
  readonly hash: string;
}

/** The exclusive hold of a running run on a scope, e.g. `cantareira/test`. */
export interface Lease {
  readonly scope: string;
  readonly run: string;
  readonly boot: string;
  readonly pid: number;
  /** Start time of that process as the operating system tells it: a reused pid is not the same holder. */
  readonly processStartedAt: string;
  readonly who: string;
  /** ISO 8601, wall clock. */
  readonly since: string;
  /** What it does, for the one who has to wait: the run's title. */
  readonly title: string;
  /** Grows with each hold of the scope; an event under an old fence is refused. */
  readonly fence: number;
}

/** The hash chain over all rows, read from the first. */
export interface Verification {
  readonly events: number;
  readonly isWhole: boolean;
  /** The first row that does not fit, and why. */
  readonly broken?: { readonly seq: number; readonly why: string };
}

/** Where events are kept. One writer port, so that another store can take its place. */
export interface Store {
  /** Why nothing can be written, or `undefined`. */
  readonly readOnlyBecause: string | undefined;
  /** Begins a run: allocates the next id (`r1`, `r2`, …), takes the lease and appends `began`, in one transaction. */
  begin(scope: string, title: string, body: Fields): { readonly run: string; readonly lease: Lease };
  /** Takes the scope again for a run that was parked or whose console died. */
  acquire(scope: string, run: string, title: string): Lease;
  release(lease: Lease): void;
  /** Live holds; those of dead processes are not among them. */
  leases(): readonly Lease[];
  /** Appends in one transaction; with a lease its fence is checked in the same transaction. */
  append(events: readonly NewEvent[], lease?: Lease): readonly JournalEvent[];
  events(run: string): readonly JournalEvent[];
  /** Ids of all runs, oldest first. */
  runs(): readonly string[];
  verify(): Verification;
  close(): void;
}
