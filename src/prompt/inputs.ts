import { exitStatusOf, type OpsError } from "../model/error.ts";
import type { Evaluator } from "./evaluate.ts";
import type { Console, Word } from "./host.ts";
import { explained, interrupted } from "./mistakes.ts";
import type { Settled } from "./queue.ts";
import type { Typed } from "./realm.ts";
import { wordsOf } from "./vocabulary.ts";

export type Outcome = Typed | { readonly error: OpsError };

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
  readonly #words: readonly Word[];
  readonly #evaluator: Evaluator;
  readonly #release: () => void;
  #abandon: (error: OpsError) => void = () => {};

  /** @param release takes what is still drawn from the screen */
  constructor(host: Console, evaluator: Evaluator, release: () => void) {
    this.#host = host;
    this.#words = wordsOf(host);
    this.#evaluator = evaluator;
    this.#release = release;
  }

  /**
   * Runs an input until all that it began has settled; never rejects.
   * @returns `undefined` when the text is not yet at its end; decided at once
   */
  evaluate(text: string): Promise<Evaluated> | undefined {
    const { promise: abandoned, reject } = Promise.withResolvers<never>();
    abandoned.catch(() => undefined);
    this.#abandon = reject;
    const value = this.#evaluator.run(text);
    return value && this.#settle(text, Promise.race([value, abandoned]));
  }

  async #settle(text: string, value: Promise<Typed>): Promise<Evaluated> {
    const outcome = await this.#outcome(text, value);
    const settled = await this.#host.queue.settled();
    this.#release();
    return {
      outcome: settled.stop ? this.#stopped(text, settled.stop) : outcome,
      notBegun: settled.notBegun,
      hasApplied: settled.asked > 0,
    };
  }

  async #outcome(text: string, value: Promise<Typed>): Promise<Outcome> {
    try {
      return await value;
    } catch (error) {
      return { error: explained(this.#evaluator.realm.thrown(error), this.#words, text) };
    }
  }

  #stopped(text: string, stop: NonNullable<Settled["stop"]>): Outcome {
    if ("error" in stop) return { error: explained(stop.error, this.#words, text) };
    return { value: this.#evaluator.realm.enter(stop.value) };
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
    if ("error" in outcome) return exitStatusOf(outcome.error.reason);
    return this.#host.exitStatusOf(this.#evaluator.realm.copied(outcome.value));
  }
}
