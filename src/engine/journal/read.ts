import type { DatabaseSync } from "node:sqlite";
import type { JournalEvent } from "../../model/journal.ts";
import { eventIn, integerIn, type Row, textIn } from "./row.ts";

/** A run's events in the order in which they were written. */
export function eventsOf(database: DatabaseSync, run: string): readonly JournalEvent[] {
  return database.prepare("SELECT * FROM event WHERE run = ? ORDER BY seq").all(run).map(eventIn);
}

/** Ids of all runs, oldest first. */
export function runIds(database: DatabaseSync): readonly string[] {
  const rows = database.prepare("SELECT run FROM event WHERE kind = 'began' ORDER BY seq").all();
  return rows.map((row) => textIn(row, "run"));
}

/** The number of the newest run, 0 before the first. */
export function lastRunNumber(database: DatabaseSync): number {
  const sql = "SELECT coalesce(max(CAST(substr(run, 2) AS INTEGER)), 0) AS number FROM event WHERE kind = 'began'";
  return integerIn(database.prepare(sql).get() ?? {}, "number");
}

/** What can still be read of a damaged journal, row by row, in the order in which it was written. */
export function salvagedEvents(database: DatabaseSync): readonly JournalEvent[] {
  const byNumber = database.prepare("SELECT * FROM event WHERE seq = ?");
  const numbers = Array.from({ length: lastNumber(database) }, (_, index) => index + 1);
  return numbers.flatMap((seq) => attempt(() => eventsIn(byNumber.get(seq))) ?? []);
}

function eventsIn(row: Row | undefined): readonly JournalEvent[] {
  return row === undefined ? [] : [eventIn(row)];
}

/** The end of the table may be what is damaged; then the count of rows ever written tells how far to look. */
function lastNumber(database: DatabaseSync): number {
  const queries = ["SELECT max(seq) AS seq FROM event", "SELECT seq FROM sqlite_sequence WHERE name = 'event'"];
  const numbers = queries.map((query) => attempt(() => integerIn(database.prepare(query).get() ?? {}, "seq")) ?? 0);
  return Math.max(...numbers);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
