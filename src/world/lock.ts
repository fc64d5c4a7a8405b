import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { OpsError } from "../model/error.ts";
import { makeFolder } from "../model/folder.ts";

const retryMilliseconds = 50;
const lockedSqlite = 5;

function isLocked(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === lockedSqlite;
}

async function acquire(database: DatabaseSync): Promise<void> {
  for (;;) {
    try {
      database.exec("BEGIN EXCLUSIVE");
      return;
    } catch (error) {
      if (!isLocked(error)) throw error;
      await wait(retryMilliseconds);
    }
  }
}

async function lockIn(home: string, environment: string): Promise<DatabaseSync> {
  try {
    const folder = join(home, "worlds");
    makeFolder(folder);
    const database = new DatabaseSync(join(folder, `${environment}.lock`));
    await acquire(database);
    return database;
  } catch (error) {
    throw unusable(home, error);
  }
}

/**
 * Runs the work while no other console starts or joins a world of this environment. The lock is one of an empty
 * SQLite database: the operating system takes it back from a process that dies, so it is never stale.
 * @throws OpsError `rehearsal-home` where nothing can be written
 */
export async function withLock<T>(home: string, environment: string, work: () => Promise<T>): Promise<T> {
  using _lock = await lockIn(home, environment);
  return await work();
}

function unusable(home: string, cause: unknown): OpsError {
  return new OpsError({
    code: "rehearsal-home",
    reason: "system",
    what: `no rehearsal world can be found or started in ${home}`,
    why: cause instanceof Error ? cause.message : String(cause),
    next: `make it writable and make room there (df -h ${home}), or set MESOS_CONSOLE_HOME to another folder`,
    cause,
  });
}
