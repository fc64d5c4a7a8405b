import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { Batch } from "../../src/prompt/batch.ts";
import { type FakeConsole, fakeConsole } from "./fake-console.ts";

export interface BatchResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the applications of the console began and ended. */
  readonly log: readonly string[];
}

/** Evaluates expressions on a fake console, as `-e` does. */
export function evaluate(expressions: readonly string[], { isJson = false } = {}): Promise<BatchResult> {
  return run(isJson, (batch) => batch.run(expressions));
}

/** Evaluates the lines of a pipe. */
export function evaluateLines(lines: string): Promise<BatchResult> {
  return run(false, (batch) => batch.runLines(linesOf(lines)));
}

async function run(isJson: boolean, work: (batch: Batch, host: FakeConsole) => Promise<number>): Promise<BatchResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const host = fakeConsole();
  const batch = new Batch(host, { stdout, stderr, isJson, release: () => {} });
  const status = await work(batch, host);
  stdout.end();
  stderr.end();
  return { status, stdout: await text(stdout), stderr: await text(stderr), log: host.log };
}

async function* linesOf(lines: string): AsyncIterable<string> {
  yield* lines.split("\n");
}
