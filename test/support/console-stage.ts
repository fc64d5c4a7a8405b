import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { invocationOf } from "../../src/arguments.ts";
import { openConsole } from "../../src/console.ts";
import type { Environment } from "../../src/model/environment.ts";
import type { Person, Question, RunEvent } from "../../src/model/run.ts";
import { Batch } from "../../src/prompt/batch.ts";
import type { Embedded } from "../../src/rehearsal/landscape.ts";
import type { LoggedRequest } from "../../src/rehearsal/request-log.ts";
import type { ServedWorld } from "../../src/rehearsal/server.ts";
import { writeWorld } from "../../src/rehearsal/state-file.ts";
import { createPlainPerson } from "../../src/views/person.ts";
import { type Ended, endOf, type Start, startConsole, typed } from "./console.ts";

const root = join(import.meta.dirname, "../..");

// biome-ignore lint/suspicious/noExplicitAny: what the console prints is read as it comes; the assertions check it
export type Document = Record<string, any>;

/** How a console came to its end, and the documents that it wrote. */
export interface Answer extends Ended {
  readonly documents: readonly Document[];
  /** The last one. */
  readonly document: Document;
}

/** Somebody beside the flags of a console. */
export interface Beside {
  /** Hears each event as it is told, and may press Ctrl-C. */
  hears?(event: RunEvent, press: () => void): void;
  /** What is typed at a question; `undefined`: the flags' turn. */
  types?(question: Question): string | undefined;
}

/** An embedded world in this process, and real consoles on it. */
export class ConsoleStage<W extends Embedded = Embedded> {
  readonly home: string;
  readonly served: ServedWorld<W>;
  /** The environment's name, or the file of another one of that name. */
  #environment: string;
  readonly #name: string;

  /** @param port where consoles meet the world: its own, or that of something between */
  constructor(served: ServedWorld<W>, port: number, faults: readonly string[], home?: string) {
    this.served = served;
    this.home = home ?? mkdtempSync(join(tmpdir(), "hold-"));
    this.#name = served.world.environment;
    this.#environment = this.#name;
    const { id } = served.world;
    writeWorld(this.home, this.#name, {
      ...{ id, pid: process.pid, port, seed: served.world.seed, faults },
      startedAt: new Date().toISOString(),
    });
  }

  /** Somebody changed the environment file. */
  adopt(environment: Environment): void {
    this.#environment = join(mkdtempSync(join(this.home, "environment-")), `${this.#name}.ts`);
    writeFileSync(this.#environment, `export default ${JSON.stringify(environment)};\n`);
  }

  /** Starts `./console ENVIRONMENT --rehearse OPTIONS -e EXPRESSION...`. */
  start(options: readonly string[], ...expressions: readonly string[]): ChildProcess {
    return this.startWith({}, options, ...expressions);
  }

  startWith(start: Start, options: readonly string[], ...expressions: readonly string[]): ChildProcess {
    const args = [this.#environment, "--rehearse", ...options, ...typed(expressions)];
    return startConsole(this.home, args, start);
  }

  /** As at a terminal that is none: the values are for people. */
  tell(options: readonly string[], ...expressions: readonly string[]): Promise<Ended> {
    return endOf(this.start(options, ...expressions));
  }

  /**
   * The same with `--json`, and without a process of its own, which costs a third: for what does not depend on where
   * the one process ends and the other begins.
   */
  async ask(options: readonly string[], ...expressions: readonly string[]): Promise<Answer> {
    return answerOf(await this.#inProcess(["--json", ...options], expressions));
  }

  /** For people, without a process of its own. */
  show(options: readonly string[], ...expressions: readonly string[]): Promise<Ended> {
    return this.#inProcess(options, expressions);
  }

  /** The same with somebody beside the flags. */
  watch(options: readonly string[], expression: string, beside: Beside): Promise<Ended> {
    return this.#inProcess(options, [expression], beside);
  }

  /** What stands above the first prompt. */
  async banner(): Promise<string> {
    const invocation = invocationOf([this.#environment, "--rehearse"]);
    if (invocation.kind !== "console") throw new Error("no console");
    const person = createPlainPerson({ columns: 100, hasColour: false, ...invocation, stderr: new PassThrough() });
    const host = await openConsole({ ...invocation, home: this.home, root, person });
    try {
      return host.banner();
    } finally {
      await host.close();
    }
  }

  async #inProcess(options: readonly string[], expressions: readonly string[], beside: Beside = {}): Promise<Ended> {
    const args = [this.#environment, "--rehearse", ...options, ...typed(expressions)];
    const invocation = invocationOf(args);
    if (invocation.kind !== "console") throw new Error(`no console: ${args.join(" ")}`);
    const { isJson } = invocation;
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const flags = createPlainPerson({ columns: 100, hasColour: false, ...invocation, stderr });
    const person = accompanied(flags, beside, () => batch.interrupt());
    const host = await openConsole({ ...invocation, home: this.home, root, person });
    const batch = new Batch(host, { stdout, stderr, isJson, release: () => {} });
    const status = await batch.run(invocation.expressions).finally(() => host.close());
    return { status, stdout: await written(stdout), stderr: await written(stderr) };
  }

  /** The same as a process of its own. */
  async askProcess(options: readonly string[], ...expressions: readonly string[]): Promise<Answer> {
    return answerOf(await this.tell(["--json", ...options], ...expressions));
  }

  /** The world's time goes on, or back. */
  pass(minutes: number): void {
    this.served.world.ground.time.sleep(minutes * 60_000);
  }

  /** The mutating requests that the world got, oldest first. */
  mutations(): readonly string[] {
    return this.mutating().map(({ action }) => action);
  }

  /** The same with their services. */
  mutating(since = 0): readonly LoggedRequest[] {
    return this.served.world.requests.since(since).filter(({ isMutating }) => isMutating);
  }

  protected async end(): Promise<void> {
    await this.served.close();
    this.leave();
  }

  /** Its home goes; the world stays. */
  protected leave(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

function accompanied(flags: Person, { hears, types }: Beside, press: () => void): Person {
  return {
    async ask(question, park) {
      const text = types?.(question);
      return text === undefined ? flags.ask(question, park) : { isYes: true, text, how: "typed" };
    },
    show(event) {
      flags.show(event);
      hears?.(event, press);
    },
  };
}

async function written(stream: PassThrough): Promise<string> {
  return (await stream.setEncoding("utf8").end().toArray()).join("");
}

export function answerOf(ended: Ended): Answer {
  const lines = ended.stdout.split("\n").filter((line) => line !== "");
  const documents = lines.map((line): Document => JSON.parse(line));
  return { ...ended, documents, document: documents.at(-1) ?? {} };
}
