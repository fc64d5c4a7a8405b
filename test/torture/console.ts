import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Ended, endOf, startConsole, typed } from "../support/console.ts";

/** One row of the journal, as the torture test needs it. */
export interface Row {
  readonly seq: number;
  readonly step: string;
  readonly kind: string;
}

/** A home with its rehearsal world, and real console processes on it. */
export class Rehearsal {
  readonly home = mkdtempSync(join(tmpdir(), "torture-"));
  readonly #options: readonly string[];

  constructor(options: readonly string[]) {
    this.#options = options;
  }

  /**
   * Starts `./console cantareira --rehearse ... -e EXPRESSION` without its launcher, as a process to be killed.
   * `dieAt`: see `die-at.ts`.
   */
  start(expressions: readonly string[], dieAt?: string): ChildProcess {
    const preload = dieAt === undefined ? [] : [join(import.meta.dirname, "die-at.ts")];
    const args = ["cantareira", "--rehearse", ...this.#options, "--yes", "--json", ...typed(expressions)];
    return startConsole(this.home, args, { preload, env: { DIE_AT: dieAt ?? "" } });
  }

  /** Runs them to their end. */
  run(...expressions: string[]): Promise<Ended> {
    return endOf(this.start(expressions));
  }

  /** The rows of r1, read beside the console. */
  rows(): readonly Row[] {
    const file = join(this.home, "rehearsal/journal/journal.db");
    if (!existsSync(file)) return [];
    const database = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
    try {
      return database.prepare("SELECT seq, step, kind FROM event WHERE run = 'r1' ORDER BY seq").all().map(rowOf);
    } catch {
      return [];
    } finally {
      database.close();
    }
  }

  /** Whether r1 has come to its end. */
  isOver(): boolean {
    return this.rows().some(({ kind }) => kind === "ended");
  }

  /** The requests that the world got after the one with that number. */
  async requests(since = 0): Promise<readonly { readonly seq: number; readonly isMutating: boolean }[]> {
    const requests = await this.#ask(`requests?since=${since}`);
    return Array.isArray(requests) ? requests : [];
  }

  /** Lets the world's time pass. */
  async pass(milliseconds: number): Promise<void> {
    await this.#ask("sleep", { milliseconds });
  }

  async stop(): Promise<void> {
    await this.#ask("stop", {}).catch(() => undefined);
  }

  async #ask(path: string, body?: object): Promise<unknown> {
    const file = join(this.home, "worlds/cantareira.json");
    if (!existsSync(file)) return undefined;
    const { port } = JSON.parse(readFileSync(file, "utf8"));
    const request = body && { method: "POST", body: JSON.stringify(body) };
    return (await fetch(`http://127.0.0.1:${port}/_world/${path}`, request)).json();
  }
}

function rowOf(row: Record<string, unknown>): Row {
  return { seq: Number(row.seq), step: String(row.step), kind: String(row.kind) };
}
