import type { Fields, Json } from "./json.ts";

/** One desired thing. Made by recipes (pure), observed and changed by the system it names. */
export interface Resource {
  /** The system that observes and changes it, e.g. `aws`. */
  readonly system: string;
  /** The kind within the system, e.g. `network-interface`. */
  readonly kind: string;
  /** Its name, unique within its kind. */
  readonly name: string;
  /** The stack it belongs to, e.g. `test`. */
  readonly stack: string;
  /** What it is for, e.g. `mesos-master`; what guards count shares by. */
  readonly role: string;
  /** The desired fields; `null`: it should not exist. */
  readonly desired: Fields | null;
  /** Several recipes need it: a part that is destroyed leaves it to the others, only the whole lets go of it. */
  readonly isShared?: true;
  /** Keys (see {@link keyOf}) of the resources that must be there first. */
  readonly needs: readonly string[];
  /** Replaced or interrupted one after the other within a group; the member for which `last` holds comes last. */
  readonly rollout?: { readonly group: string; readonly last?: Condition };
  /** What must hold after it was replaced before the next change may begin. */
  readonly waits?: readonly Condition[];
}

/** `kind/name`: how resources, changes and steps refer to a resource. */
export function keyOf(resource: { readonly kind: string; readonly name: string }): string {
  return `${resource.kind}/${resource.name}`;
}

/** A real thing by every handle it has: what guards are keyed by, never by the text typed. */
export interface Target {
  readonly system: string;
  readonly kind: string;
  /** The system's own id, e.g. `i-0abc`. */
  readonly id: string;
  /** Every name it answers to: its Name tag, host names, short names. */
  readonly names: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Ids and names of what it is attached to (a volume's instance, an interface's instance) and of what is attached to it. */
  readonly attached: readonly string[];
  /** Their tags, where they were looked up: the targets of a guard have them. */
  readonly tagsOfAttached?: readonly Readonly<Record<string, string>>[];
  /** Made by a recipe of this console (its tags say so). */
  readonly isManaged: boolean;
}

/** One thing as it is now. */
export interface Observed {
  readonly system: string;
  readonly kind: string;
  readonly name: string;
  /** In the same vocabulary as a resource's desired fields; may hold more. */
  readonly fields: Fields;
  /** The real things behind it (a fleet has several). */
  readonly targets: readonly Target[];
}

/** Something one can wait for or check: asked of one system, answered from a look at the world. */
export interface Condition {
  readonly system: string;
  /** What is asked, e.g. `leader-elected`, `agents-registered`, `master-joined`, `tasks-ended`. */
  readonly name: string;
  readonly stack: string;
  readonly parameters: Fields;
  /** For people: `a leader is elected`. */
  readonly what: string;
  readonly withinSeconds: number;
  /** How long one look may take, in real seconds; default 20. A program that updates a package index needs minutes. */
  readonly answersWithinSeconds?: number;
  /** What is looked at, the column of a checklist: `alimesos01`. */
  readonly subject?: string;
}

/** A look at a condition. `not-configured`: the environment does not say where to look. */
export interface ConditionState {
  readonly holds: "yes" | "no" | "unknown" | "not-configured";
  /** What was seen, for people: `5 of 7 agents registered; missing mesos-fixed 2`. */
  readonly detail: string;
  readonly progress?: { readonly done: number; readonly total: number };
  /** It will not come by waiting: a rebuild that ended in ERROR. */
  readonly isFinal?: true;
  /** What to type or do where it does not hold. */
  readonly next?: string;
  /** What was seen, for a later step of the same run: a host key's fingerprint, a boot id, the ids of agents. */
  readonly value?: Json;
}
