import type { Machine, Machines } from "../machine.ts";

/** The time during which a machine, or one process of it, is up. World milliseconds. */
export interface Life {
  readonly machine: Machine;
  readonly from: number;
  /** `Infinity` while it lives. */
  readonly to: number;
}

export function isAlive(life: Life, now: number): boolean {
  return life.from <= now && now < life.to;
}

/**
 * What the ensemble remembers: which machines were up and when. A machine that is gone is known to be gone since the
 * first look that missed it; when one came up the world itself tells.
 */
export class Lives {
  readonly #machines: Machines;
  readonly #open = new Map<string, Life>();
  readonly #ended: Life[] = [];

  constructor(machines: Machines) {
    this.#machines = machines;
  }

  /** Notes who is up now. */
  look(): void {
    const up = new Map(this.#machines.up().map((machine) => [machine.id, machine]));
    for (const life of this.#open.values()) {
      if (up.get(life.machine.id)?.upSince !== life.from) this.#end(life);
    }
    for (const machine of up.values()) {
      if (!this.#open.has(machine.id)) this.#open.set(machine.id, { machine, from: machine.upSince, to: Infinity });
    }
  }

  all(): readonly Life[] {
    return [...this.#ended, ...this.#open.values()];
  }

  #end(life: Life): void {
    this.#open.delete(life.machine.id);
    this.#ended.push({ ...life, to: this.#machines.now() });
  }
}
