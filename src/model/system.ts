import type { Json } from "./json.ts";
import type { Change, Difference } from "./plan.ts";
import type { Condition, ConditionState, Observed, Resource, Target } from "./resource.ts";

/** The right to send one effect, issued by the engine after the guards judged its change. See `model/permit.ts`. */
export interface Permit {
  readonly run: string;
  readonly change: string;
  /** `<change id>/<effect>/<attempt>` */
  readonly step: string;
  /** At most 64 ASCII characters, the same for the same run, change, effect and attempt: the `ClientToken`. */
  readonly token: string;
}

/** What a look at the world says of an effect in doubt. */
export type Settlement<T extends Json = Json> =
  | { readonly happened: "yes"; readonly value: T; readonly evidence: string }
  | { readonly happened: "no"; readonly evidence: string }
  | { readonly happened: "unknown"; readonly evidence: string };

/** One mutating call, journaled before and after. */
export interface Effect<T extends Json = Json> {
  /** Part of the step's path, e.g. `run-instances`. */
  readonly name: string;
  /**
   * `idempotent`: sent again with the same token when its outcome is not known.
   * `once`: doubted and probed.
   */
  readonly repeat: "idempotent" | "once";
  /** How long the other side honours the token, in seconds; after it an idempotent effect is probed first. Absent: for ever. */
  readonly tokenLifeSeconds?: number;
  /** What it gives when a person saw that it happened and no look can tell what it gave. Absent: only a look can. */
  readonly whenSeen?: T;
  /** Brings back what an earlier effect of the same change took away: the guards, which judged the change, do not stop it half-way. */
  readonly restores?: true;
  /** Sends it. Throws {@link NotDone} when it provably did not happen; anything else is a doubt. */
  send(permit: Permit): Promise<T>;
  /** Looks whether it happened. */
  probe?(permit: Permit): Promise<Settlement<T>>;
}

/** What the engine hands to a system that applies a change. */
export interface Effects {
  /** Journals, sends, journals; gives the recorded value when it was done before. */
  perform<T extends Json>(effect: Effect<T>): Promise<T>;
  /**
   * Looks every few seconds of the world's time until `look` gives something other than `undefined`.
   * A deadline is judged by a look that began after it. Reads only; nothing is journaled.
   */
  wait<T>(what: string, withinSeconds: number, look: () => Promise<T | undefined>): Promise<T>;
  /** A line for the change's log on the screen. Not journaled. */
  log(line: string): void;
  /** What an earlier step of the same runbook saw (`ConditionState.value`) or was answered; `undefined` where it has not. */
  evidence(step: string): Json | undefined;
  /** The long text behind a digest in the change's fields. */
  document(digest: string): string;
}

/** Where and as whom a system acts: shown before the first change. */
export interface Identity {
  readonly system: string;
  /** `account 123456789012, us-east-1` */
  readonly where: string;
  /** `arn:aws:sts::123456789012:assumed-role/ops/jane` */
  readonly who: string;
  /** The environment pins it: it says where one acts, and the others follow from it. */
  readonly isPinned?: true;
}

/** A running run's hold of a stack as a mark in the world itself shows it, to consoles on other machines. */
export interface Hold {
  /** Which journal the run is in: 16 hex digits. */
  readonly journal: string;
  readonly run: string;
  readonly who: string;
  /** ISO 8601, the world's time. */
  readonly since: string;
}

/**
 * Where a system keeps the mark. It is written and read again: two consoles that write within the same moment may both
 * read their own; that race remains until a store that they share takes its place.
 */
export interface HoldMark {
  read(stack: string): Promise<Hold | undefined>;
  write(stack: string, hold: Hold, permit: Permit): Promise<void>;
  /** Removes exactly this hold; another's stays. */
  remove(stack: string, hold: Hold, permit: Permit): Promise<void>;
}

/** The adapter of one outside system. Only systems touch the world. */
export interface System {
  readonly name: string;
  /** Proves the pinned identity; throws an OpsError `refused` for any other, before anything else is read. */
  identify(): Promise<Identity>;
  /** The resources as they are now, with what of theirs exists beyond them. One entry for each that exists. */
  observe(resources: readonly Resource[]): Promise<readonly Observed[]>;
  /** Pure: what to change so that the resource is as desired. `observed`: everything `observe` gave. */
  diff(resource: Resource, observed: readonly Observed[]): Difference;
  /** Makes one change, each mutating call through `effects.perform`. Re-entrant: it is called again on resume. */
  apply(change: Change, effects: Effects): Promise<void>;
  /** The real things a change touches, by their identity now. */
  resolve(change: Change): Promise<readonly Target[]>;
  holds(condition: Condition): Promise<ConditionState>;
  /** Only a system that can keep one. */
  readonly holdMark?: HoldMark;
  /** Lets go of sockets and timers. */
  close(): void;
}
