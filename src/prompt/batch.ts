import { PassThrough } from "node:stream";
import { OpsError } from "../model/error.ts";
import { createEvaluator } from "./evaluate.ts";
import type { Work } from "./foreground.ts";
import type { Console } from "./host.ts";
import { type Evaluated, Inputs, type Outcome } from "./inputs.ts";
import { jsonText } from "./json-text.ts";
import { explained } from "./mistakes.ts";
import { Realm } from "./realm.ts";
import { Vocabulary, wordsOf } from "./vocabulary.ts";

/** Where the values go, and everything else. */
export interface BatchOutput {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** One JSON document per expression on stdout and nothing else. */
  readonly isJson: boolean;
  /** Somebody at a terminal sees what is applied go on. */
  readonly isWatched?: boolean;
  /** Takes what is still drawn from the screen. */
  release(): void;
}

/** Evaluates expressions without a prompt, exactly as the prompt would, one after another. */
export class Batch implements Work {
  readonly #host: Console;
  readonly #output: BatchOutput;
  readonly #vocabulary: Vocabulary;
  readonly #inputs: Inputs;
  readonly #realm = new Realm();
  /** Of what failed beside the expressions. */
  #status = 0;
  #isInterrupted = false;

  constructor(host: Console, output: BatchOutput) {
    this.#host = host;
    this.#output = output;
    const log = output.isJson ? output.stderr : output.stdout;
    const write = (text: string) => void log.write(text);
    this.#vocabulary = new Vocabulary(host, this.#realm, write, (error) => this.fail(error));
    const [input, nowhere] = [new PassThrough(), new PassThrough().resume()];
    const evaluator = createEvaluator({ input, output: nowhere, terminal: false }, this.#realm);
    this.#inputs = new Inputs(host, evaluator, () => output.release());
    for (const failure of host.failures) output.stderr.write(`${host.show(failure)}\n`);
  }

  /**
   * Evaluates each; when one is not done, the rest is not begun.
   * @returns the exit status
   */
  async run(expressions: readonly string[]): Promise<number> {
    for (const [index, text] of expressions.entries()) {
      const status = (await this.#step(`${text}\n`)) ?? this.#tell(unfinished(text));
      if (status !== 0 || this.#vocabulary.isLeaving) return this.#drop(expressions.slice(index + 1), status);
    }
    return this.#status;
  }

  /**
   * Evaluates what a pipe gives, line by line or as many lines as an expression takes; the first that is not done is
   * the last.
   * @throws OpsError `usage` when it gives nothing
   */
  async runLines(lines: AsyncIterable<string>): Promise<number> {
    let [text, isEmpty] = ["", true];
    for await (const line of lines) {
      if (text === "" && line.trim() === "") continue;
      isEmpty = false;
      text += `${line}\n`;
      const status = await this.#step(text);
      if (status !== undefined) text = "";
      if (status || this.#vocabulary.isLeaving) return status ?? 0;
    }
    if (isEmpty) throw nothingToEvaluate();
    return text === "" ? this.#status : this.#tell(unfinished(text));
  }

  /** The exit status so far, `undefined` when the text is not yet at its end. */
  async #step(text: string): Promise<number | undefined> {
    const evaluating = this.#inputs.evaluate(text);
    if (!evaluating) return undefined;
    const status = this.#tell(await evaluating);
    return this.#isInterrupted ? 130 : status;
  }

  #tell({ outcome, notBegun, hasApplied }: Evaluated): number {
    const { stdout, stderr, isJson, isWatched = false } = this.#output;
    const told = isJson ? this.#asJson(outcome) : outcome;
    if (isJson) stdout.write(`${"error" in told ? errorJson(told.error) : told.value}\n`);
    const text = isJson || "error" in told ? undefined : this.#vocabulary.textOf(told, isWatched && hasApplied);
    if (text !== undefined) stdout.write(`${text}\n`);
    if ("error" in told) stderr.write(`${this.#host.show(told.error)}\n`);
    for (const call of notBegun) stderr.write(`not begun: ${this.#host.show(call)}\n`);
    return this.#inputs.exitStatusOf("error" in told ? told : outcome);
  }

  /** The value as its document's text; what has none is an error. */
  #asJson(outcome: Outcome): Outcome {
    if ("error" in outcome) return outcome;
    try {
      return { value: jsonText(this.#host.toJson(this.#realm.copied(outcome.value))) };
    } catch (error) {
      return { error: noJson(error) };
    }
  }

  #drop(expressions: readonly string[], status: number): number {
    const { stdout, stderr, isJson } = this.#output;
    for (const text of expressions) {
      const shown = this.#host.show(text);
      if (isJson) stdout.write(`${errorJson(notBegun(shown))}\n`);
      stderr.write(`not begun: ${shown}\n`);
    }
    return status;
  }

  /** Tells what failed beside the expressions: a timer's callback, a Promise that nobody awaited. */
  fail(error: unknown): void {
    this.#output.stderr.write(`${this.#host.show(explained(this.#realm.thrown(error), wordsOf(this.#host), ""))}\n`);
    this.#status = 1;
  }

  /** Ctrl-C: parks what is under way, and begins nothing more. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#inputs.interrupt();
  }

  end(): void {
    this.interrupt();
  }
}

/** The document of an error. */
export function errorJson({ code, reason, what, why, next }: OpsError): string {
  return jsonText({ error: { code, reason, what, why, next } });
}

function unfinished(text: string): Evaluated {
  const error = new OpsError({
    code: "syntax",
    reason: "usage",
    what: "this is not yet at its end",
    why: text.trimEnd(),
    next: "close what is open and type it again",
  });
  return { outcome: { error }, notBegun: [], hasApplied: false };
}

function nothingToEvaluate(): OpsError {
  return new OpsError({
    code: "usage",
    reason: "usage",
    what: "there is nothing to evaluate",
    why: "without a terminal the console takes -e EXPR, or what a pipe gives it, and there was neither",
    next: "./console --help",
  });
}

function notBegun(text: string): OpsError {
  return new OpsError({
    code: "not-begun",
    reason: "parked",
    what: `${text} was not begun`,
    why: "the expression before it was not done",
    next: "look at that one first",
  });
}

function noJson(cause: unknown): OpsError {
  return new OpsError({
    code: "not-json",
    reason: "usage",
    what: "the value has no JSON",
    why: cause instanceof Error ? cause.message : String(cause),
    next: "leave --json out, or pick a part of the value",
    cause,
  });
}
