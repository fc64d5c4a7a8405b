import { PassThrough, Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

/** A terminal of a size, in memory: what was written to it, and keys to press. */
export class FakeTerminal {
  readonly stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(isRaw: boolean) {
      this.isRaw = isRaw;
      return this;
    },
    ref: () => undefined,
    unref: () => undefined,
  });
  readonly stdout: Writable & { readonly isTTY: true; readonly columns: number; readonly rows: number };
  #written = "";

  constructor(columns: number, rows = 30) {
    const write = (chunk: unknown, _encoding: unknown, done: () => void) => {
      this.#written += String(chunk);
      done();
    };
    this.stdout = Object.assign(new Writable({ write }), { isTTY: true as const, columns, rows });
  }

  /** Everything written, with its control sequences. */
  get raw(): string {
    return this.#written;
  }

  get text(): string {
    return stripVTControlCharacters(this.#written).replaceAll("\r", "");
  }

  press(keys: string): void {
    this.stdin.write(keys);
  }

  /** Waits until the text was written, after the first `from` characters of it. */
  async sees(pattern: RegExp, from = 0): Promise<void> {
    await until(
      () => pattern.test(this.text.slice(from)),
      () => `${pattern} in:\n${this.text.slice(from)}`,
    );
  }
}

/** Looks until it holds; gives up with what was missing only when a test would hang otherwise. */
export async function until(holds: () => boolean, missing: () => string): Promise<void> {
  for (let look = 0; look < 1500; look += 1) {
    if (holds()) return;
    await setTimeout(10);
  }
  throw new Error(`never seen: ${missing()}`);
}

/** Longer than a question and a view leave keys alone after they show. */
export const longEnoughToRead = 320;
