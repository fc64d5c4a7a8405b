import { type REPLServer, Recoverable } from "node:repl";
import type { ReadStream, WriteStream } from "node:tty";
import type { Context } from "node:vm";
import { complete } from "./complete.ts";
import { Declared } from "./declared.ts";
import { createEvaluator } from "./evaluate.ts";
import type { Work } from "./foreground.ts";
import { type History, keptEntries } from "./history.ts";
import type { Console } from "./host.ts";
import { type Evaluated, Inputs } from "./inputs.ts";
import type { Keyboard } from "./keyboard.ts";
import { keepCommands, leaveAtSecondInterrupt, openHint } from "./leaving.ts";
import { explained } from "./mistakes.ts";
import { Realm } from "./realm.ts";
import { Vocabulary, wordsOf } from "./vocabulary.ts";

/** The terminal of a prompt. */
export interface PromptTerminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly keyboard: Keyboard;
  /** Takes what is still drawn from the screen. */
  release(): void;
}

/** Asks the terminal to mark what is pasted; and not to any more. A dumb one would show it. */
const bracketedPaste = process.env.TERM === "dumb" ? { on: "", off: "" } : { on: "\x1b[?2004h", off: "\x1b[?2004l" };

type Done = (error: Error | null, value: undefined) => void;

/** A prompt on a terminal: what is typed is evaluated and shown, line by line. */
export class Prompt implements Work {
  /** Resolves when the operator has left and nothing is under way. */
  readonly left: Promise<void>;
  readonly #host: Console;
  readonly #history: History;
  readonly #terminal: PromptTerminal;
  readonly #vocabulary: Vocabulary;
  readonly #realm = new Realm();
  readonly #declared = new Declared(this.#realm);
  readonly #inputs: Inputs;
  readonly #server: REPLServer;
  #running: Promise<void> = Promise.resolve();
  #isLeaving = false;
  #isOpenHinted = false;

  /** Shows the banner and the first prompt. */
  constructor(host: Console, history: History, terminal: PromptTerminal) {
    this.#host = host;
    this.#history = history;
    this.#terminal = terminal;
    const write = (text: string) => void terminal.output.write(text);
    this.#vocabulary = new Vocabulary(host, this.#realm, write, (error) => this.fail(error));
    write(`${bracketedPaste.on}${host.banner()}\n`);
    const evaluator = createEvaluator(this.#options(), this.#realm);
    this.#inputs = new Inputs(host, evaluator, () => terminal.release());
    this.#server = evaluator.server;
    this.left = this.#take(evaluator.server);
  }

  #options() {
    const { input, output } = this.#terminal;
    const words = wordsOf(this.#host);
    const completer = (line: string) =>
      complete(line, words, (type) => this.#host.candidates(type), this.#declared.names);
    return { input, output, terminal: true, prompt: this.#host.promptText, historySize: keptEntries, completer };
  }

  /** Takes over the REPL's keys, its evaluation and its history. */
  async #take(server: REPLServer): Promise<void> {
    const { keyboard, output } = this.#terminal;
    const value = (text: string, _context: Context, _file: string, done: Done) => this.#evaluate(text, done);
    Object.defineProperty(server, "eval", { value });
    Object.assign(server, { history: this.#history.entries() });
    keepCommands(server, () => this.#host.show(this.#vocabulary.help()));
    leaveAtSecondInterrupt(server);
    keyboard.attach(server, () => this.interrupt());
    await new Promise((resolve) => server.once("exit", resolve).once("error", resolve));
    output.write(bracketedPaste.off);
    this.#leave();
    await this.#running;
  }

  #evaluate(text: string, done: Done): void {
    const { keyboard } = this.#terminal;
    if (!keyboard.isPasting) keyboard.hold();
    const evaluated = keyboard.isPasting ? undefined : this.#inputs.evaluate(text);
    if (evaluated) {
      this.#history.append(text);
      this.#running = this.#finish(evaluated, done).then(() => this.#declared.learn(text));
    } else this.#goOn(text, done);
  }

  /** The first line that is not yet at its end says how to get out, and so does an empty one. */
  #goOn(text: string, done: Done): void {
    const { keyboard, output } = this.#terminal;
    if (!keyboard.isPasting) {
      const isPuzzling = !this.#isOpenHinted || /[\r\n]\s*\n$/.test(text);
      if (isPuzzling) output.write(`${openHint}\n`);
      this.#isOpenHinted = true;
      keyboard.release();
    }
    done(new Recoverable(new SyntaxError("the text goes on")), undefined);
  }

  async #finish(evaluated: Promise<Evaluated>, done: Done): Promise<void> {
    const result = await evaluated;
    const { keyboard } = this.#terminal;
    if (result.hasApplied) await keyboard.forget();
    this.#show(result);
    if (this.#vocabulary.isLeaving) return this.#server.close();
    done(null, undefined);
    keyboard.release();
  }

  #show({ outcome, notBegun, hasApplied }: Evaluated): void {
    const { output } = this.#terminal;
    const text = "error" in outcome ? this.#host.show(outcome.error) : this.#vocabulary.textOf(outcome, hasApplied);
    if (text !== undefined) output.write(`${text}\n`);
    if ("value" in outcome) this.#realm.name("_", outcome.value);
    for (const call of notBegun) output.write(`not begun: ${this.#host.show(call)}\n`);
  }

  /** Shows what failed beside the inputs: a timer's callback, a Promise that nobody awaited. */
  fail(error: unknown): void {
    this.#terminal.output.write(`${this.#host.show(explained(this.#realm.thrown(error), wordsOf(this.#host), ""))}\n`);
  }

  /** Ctrl-C while an input runs. */
  interrupt(): void {
    this.#inputs.interrupt();
  }

  /** Parks what is under way, and leaves. */
  end(): void {
    this.#leave();
    this.#server.close();
  }

  /** Once: a second interrupt would not wait for the effect under way and leave it in doubt. */
  #leave(): void {
    if (!this.#isLeaving) this.interrupt();
    this.#isLeaving = true;
  }
}
