import type { Random } from "./random.ts";
import type { Place } from "./seed.ts";
import type { Time } from "./time.ts";
import type { AwsError } from "./wire/error.ts";

/** One call of an AWS service, as a fault sees it before it is carried out. */
export interface Call {
  readonly service: string;
  readonly action: string;
  /** Would change something: neither a read nor a `DryRun`. */
  readonly isMutating: boolean;
  /** The permission probe of EC2: judged, not carried out. */
  readonly isDryRun: boolean;
}

/** `reset-before`: the connection breaks and nothing happened; `reset-after`: it happened, and no answer arrives. */
export type Interference = AwsError | "reset-before" | "reset-after";

/** Where a fault takes part. All are optional; the first that has something to say is heard. */
export interface Hooks {
  /** Asked for each call. */
  interfere?(call: Call): Interference | undefined;
  /** Whether a thing that was made at that time cannot be seen yet. */
  isHidden?(bornAt: number): boolean;
  lacksCapacity?(zone: string): boolean;
  /** Asked once for each launched instance: whether it dies instead of running. */
  diesAtLaunch?(): boolean;
  /** How much longer a machine takes to boot. */
  extraBootSeconds?(): number;
}

export interface FaultContext {
  readonly time: Time;
  /** Of the fault's own. */
  readonly random: Random;
  readonly place: Place;
}

/** The kind of place that a world is. */
export type Platform = "aws" | "openstack";

/** A way in which the world goes wrong, asked for by name. One file each in `faults/`, its default export. */
export interface Fault {
  /** As in `--fault NAME`. */
  readonly name: string;
  /** One line for `faults()`. */
  readonly title: string;
  /** Where it can happen. Default: `aws`. */
  readonly platform?: Platform;
  /** Absent: others ask for it by its name (the Mesos servers, the hosts). */
  begin?(context: FaultContext): Hooks;
}

function firstOf<A, B>(hooks: readonly A[], ask: (hook: A) => B | undefined): B | undefined {
  for (const hook of hooks) {
    const answer = ask(hook);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The faults of one world, asked as one. */
export class Troubles {
  readonly #names: Set<string>;
  readonly #begun: Map<string, Hooks>;

  constructor(faults: readonly Fault[], contextOf: (fault: Fault) => FaultContext) {
    this.#names = new Set(faults.map((fault) => fault.name));
    this.#begun = new Map(faults.map((fault) => [fault.name, fault.begin?.(contextOf(fault)) ?? {}]));
  }

  /** Somebody mended it: from now on it does not happen; what it did stays done. */
  end(name: string): void {
    this.#names.delete(name);
    this.#begun.delete(name);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  names(): readonly string[] {
    return [...this.#names];
  }

  get #hooks(): readonly Hooks[] {
    return [...this.#begun.values()];
  }

  interferenceOf(call: Call): Interference | undefined {
    return firstOf(this.#hooks, (hooks) => hooks.interfere?.(call));
  }

  isHidden(bornAt: number): boolean {
    return this.#hooks.some((hooks) => hooks.isHidden?.(bornAt));
  }

  lacksCapacity(zone: string): boolean {
    return this.#hooks.some((hooks) => hooks.lacksCapacity?.(zone));
  }

  diesAtLaunch(): boolean {
    return this.#hooks.some((hooks) => hooks.diesAtLaunch?.());
  }

  extraBootSeconds(): number {
    return this.#hooks.reduce((sum, hooks) => sum + (hooks.extraBootSeconds?.() ?? 0), 0);
  }
}
