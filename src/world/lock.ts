import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

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

/**
 * Runs the work while no other console starts or joins a world of this environment. The lock is one of an empty
 * SQLite database: the operating system takes it back from a process that dies, so it is never stale.
 */
export async function withLock<T>(home: string, environment: string, work: () => Promise<T>): Promise<T> {
  const folder = join(home, "worlds");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, `${environment}.lock`));
  try {
    await acquire(database);
    return await work();
  } finally {
    database.close();
  }
}
