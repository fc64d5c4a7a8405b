import type { DatabaseSync } from "node:sqlite";
import type { JournalEvent } from "../../model/journal.ts";
import { hashOf, lastLink } from "./chain.ts";

/** Writes the next row of the chain. To be called within a write transaction. */
export function insert(database: DatabaseSync, event: Omit<JournalEvent, "seq" | "hash">): JournalEvent {
  const { run, step, kind, body, boot, fence, who, at } = event;
  const last = lastLink(database);
  const entry = { seq: last.seq + 1, run, step, kind, boot, fence, who, at, body: JSON.stringify(body) };
  const hash = hashOf(last.hash, entry);
  database.prepare(insertSql).run({ ...entry, hash });
  return { ...entry, body, hash };
}

const insertSql = `
  INSERT INTO event (seq, run, step, kind, boot, fence, who, at, body, hash)
  VALUES (:seq, :run, :step, :kind, :boot, :fence, :who, :at, :body, :hash)`;
