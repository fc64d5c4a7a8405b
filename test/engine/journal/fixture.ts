import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { isFields } from "#src/engine/journal/shape.ts";
import { openStore, type StoreOptions } from "#src/engine/journal/store.ts";
import { OpsError } from "#src/model/error.ts";
import type { Store } from "#src/model/journal.ts";
import type { Fields, Json } from "#src/model/json.ts";

/** A folder for one test, gone after it. */
export function temporaryHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "mesos-console-journal-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

export function journalFile(home: string): string {
  return join(home, "journal", "journal.db");
}

/** This process as a console of jane's. */
export function openAsJane(home: string, options: Partial<StoreOptions> = {}): Store {
  const clock = { now: () => Date.parse("2026-03-01T14:02:11Z") };
  return openStore({ home, clock, who: "jane@host", boot: "boot-of-jane", pid: process.pid, ...options });
}

/** Edits the file behind the store's back, as someone with `sqlite3` would who first drops the triggers. */
export function tamper(home: string, sql: string): void {
  using database = new DatabaseSync(journalFile(home));
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec(sql);
}

export function opsErrorOf(work: () => unknown): OpsError {
  try {
    work();
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}

/** Another console process, which does one thing; see `console-process.ts`. */
export interface ConsoleProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** The next thing that it reports, or `undefined` when it has ended. */
  report(): Promise<Json | undefined>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

export const consoleProcess = fileURLToPath(new URL("console-process.ts", import.meta.url));

export function startConsole(t: TestContext, ...args: readonly string[]): ConsoleProcess {
  return startProcess(t, process.execPath, [consoleProcess, ...args]);
}

export function startProcess(t: TestContext, command: string, args: readonly string[]): ConsoleProcess {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  t.after(kill);
  const report = async (): Promise<Json | undefined> => {
    const { done, value } = await lines.next();
    return done ? undefined : JSON.parse(value);
  };
  return { child, pid: child.pid ?? 0, report, kill };
}

export function fieldsOf(value: Json | undefined): Fields {
  if (isFields(value)) return value;
  throw new Error(`not an object: ${JSON.stringify(value)}`);
}
