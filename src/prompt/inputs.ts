import { exitStatusOf, OpsError } from "../model/error.ts";
import type { Evaluator } from "./evaluate.ts";
import type { Console } from "./host.ts";
import { explained } from "./mistakes.ts";
import type { Settled } from "./queue.ts";

export type Outcome = { readonly value: unknown } | { readonly error: OpsError };

/** What became of one input. */
export interface Evaluated {
  readonly outcome: Outcome;
  /** Calls that were dropped because one before them was not done. */
  readonly notBegun: readonly string[];
  /** It asked for something to be applied, so the terminal may have been given away. */
  readonly hasApplied: boolean;
}

/** Evaluates inputs one after another: at the prompt, from `-e` or from a pipe, always in this way. */
export class Inputs {
  readonly #host: Console;
  readonly #evaluator: Evaluator;
  readonly #release: () => void;
  #abandon: (error: OpsError) => void = () => {};

  /** @param release takes what is still drawn from the screen */
  constructor(host: Console, evaluator: Evaluator, release: () => void) {
    this.#host = host;
    this.#evaluator = evaluator;
    this.#release = release;
  }

  /**
   * Runs an input until all that it began has settled; never rejects.
   * @returns `undefined` when the text is not yet at its end; decided at once
   */
  evaluate(text: string): Promise<Evaluated> | undefined {
    const value = this.#evaluator.run(text);
    return value && this.#settle(text, value);
  }

  async #settle(text: string, value: Promise<unknown>): Promise<Evaluated> {
    const outcome = await this.#outcome(text, value);
    const settled = await this.#host.queue.settled();
    this.#release();
    return {
      outcome: settled.stop ? this.#stopped(text, settled.stop) : outcome,
      notBegun: settled.notBegun,
      hasApplied: settled.asked > 0,
    };
  }

  async #outcome(text: string, value: Promise<unknown>): Promise<Outcome> {
    const { promise: abandoned, reject } = Promise.withResolvers<never>();
    this.#abandon = reject;
    try {
      return { value: await Promise.race([value, abandoned]) };
    } catch (error) {
      return { error: explained(error, this.#host.words, text) };
    }
  }

  #stopped(text: string, stop: NonNullable<Settled["stop"]>): Outcome {
    return "error" in stop ? { error: explained(stop.error, this.#host.words, text) } : stop;
  }

  /** Ctrl-C: parks the run under way; without one comes back from a look. What was queued is not begun. */
  interrupt(): void {
    const { queue } = this.#host;
    const isParking = this.#host.interrupt();
    if (queue.isBusy) queue.stop(interrupted());
    else if (!isParking) this.#abandon(interrupted());
  }

  /** 0 when the input was done; else by the error's reason, or by what its value says. */
  exitStatusOf(outcome: Outcome): number {
    return "error" in outcome ? exitStatusOf(outcome.error.reason) : this.#host.exitStatusOf(outcome.value);
  }
}

function interrupted(): OpsError {
  return new OpsError({
    code: "interrupted",
    reason: "interrupted",
    what: "interrupted",
    why: "Ctrl-C",
    next: "runs() shows what was begun",
  });
}
