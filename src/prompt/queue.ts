import { setImmediate } from "node:timers/promises";
import { OpsError } from "../model/error.ts";

/** How an application that was not done came out. */
export type Stop = { readonly value: unknown } | { readonly error: unknown };

/** What became of the applications of one input. */
export interface Settled {
  /** How many were asked for. */
  readonly asked: number;
  /** How the one came out that was not done; absent: all were done. */
  readonly stop?: Stop;
  /** The calls after it, which were not begun: `MesosFixed.create("test")`. */
  readonly notBegun: readonly string[];
}

/** Applications run one after another; when one is not done, the rest of the input's are dropped. */
export interface Queue {
  /** Queues an application. Rejects with its error, or with code `not-begun` when it was dropped. */
  apply(call: string, act: () => Promise<unknown>): Promise<unknown>;
  /** Whether an application was asked for and what became of it is not yet told by `settled`. */
  readonly isBusy: boolean;
  /** Drops what has not begun, and everything else until the input has settled. */
  stop(error: unknown): void;
  /** Resolves when nothing is under way, with what became of this input's applications; the next input starts anew. */
  settled(): Promise<Settled>;
}

/** @param isDone whether an application's value says that it was done, so that the next may begin */
export function createQueue(isDone: (value: unknown) => boolean): Queue {
  return new Applications(isDone);
}

class Applications implements Queue {
  readonly #isDone: (value: unknown) => boolean;
  #last: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #stop: Stop | undefined;
  #notBegun: string[] = [];

  constructor(isDone: (value: unknown) => boolean) {
    this.#isDone = isDone;
  }

  apply(call: string, act: () => Promise<unknown>): Promise<unknown> {
    this.#asked += 1;
    const outcome = this.#last.then(() => this.#next(call, act));
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }

  async #next(call: string, act: () => Promise<unknown>): Promise<unknown> {
    // Not within the input's own script, which may still be refused as a whole.
    await setImmediate();
    if (this.#stop) {
      this.#notBegun.push(call);
      throw notBegun(call);
    }
    return this.#perform(act);
  }

  async #perform(act: () => Promise<unknown>): Promise<unknown> {
    try {
      const value = await act();
      if (!this.#isDone(value)) this.#stop = { value };
      return value;
    } catch (error) {
      this.#stop = { error };
      throw error;
    }
  }

  get isBusy(): boolean {
    return this.#asked > 0;
  }

  stop(error: unknown): void {
    this.#stop ??= { error };
  }

  async settled(): Promise<Settled> {
    for (let last: unknown; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
    const settled = { asked: this.#asked, notBegun: this.#notBegun, ...(this.#stop && { stop: this.#stop }) };
    this.#asked = 0;
    this.#stop = undefined;
    this.#notBegun = [];
    return settled;
  }
}

function notBegun(call: string): OpsError {
  return new OpsError({
    code: "not-begun",
    reason: "parked",
    what: `${call} was not begun`,
    why: "the one before it was not done",
    next: "look at that one first, then type this one again",
  });
}
