import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Verification } from "../../model/journal.ts";
import { integerIn, type Row, textIn, UnreadableRow } from "./row.ts";

/** What a row says of itself; its body as the text that is stored. */
export interface Entry {
  readonly seq: number;
  readonly run: string;
  readonly step: string;
  readonly kind: string;
  readonly boot: string;
  readonly fence: number;
  readonly who: string;
  readonly at: string;
  readonly body: string;
}

/** The last link of a chain: what the next row continues. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

const noLink: Link = { seq: 0, hash: "" };

/** SHA-256, hex, over the previous row's hash and each column. JSON keeps the columns apart whatever they hold. */
export function hashOf(previous: string, entry: Entry): string {
  const { seq, run, step, kind, boot, fence, who, at, body } = entry;
  const text = JSON.stringify([previous, seq, run, step, kind, boot, fence, who, at, body]);
  return createHash("sha256").update(text).digest("hex");
}

export function lastLink(database: DatabaseSync): Link {
  return linkIn(database.prepare("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").get());
}

/** Reads every row from the first, the indexes and the count of rows ever written. */
export function verifyAll(database: DatabaseSync): Verification {
  return inSnapshot(database, () => {
    const walked = walk(database, noLink);
    return walked.isWhole ? (damageOf(database, walked) ?? walked) : walked;
  });
}

/** Reads the last rows only: cheap enough for every start. `events` counts those that were read. */
export function verifyTail(database: DatabaseSync, rows: number): Verification {
  return inSnapshot(database, () => {
    const before = lastLink(database).seq - rows;
    const link =
      before <= 0 ? noLink : linkIn(database.prepare("SELECT seq, hash FROM event WHERE seq = ?").get(before));
    return walk(database, link);
  });
}

function walk(database: DatabaseSync, from: Link): Verification {
  let link = from;
  try {
    for (const row of database.prepare("SELECT * FROM event WHERE seq > ? ORDER BY seq").iterate(from.seq)) {
      link = next(link, row);
    }
    return cutOff(database, link) ?? { events: link.seq - from.seq, isWhole: true };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return broken(link, why);
  }
}

function next(link: Link, row: Row): Link {
  const seq = integerIn(row, "seq");
  if (seq !== link.seq + 1) throw new UnreadableRow(`it is missing: the next one is ${seq}`);
  const hash = textIn(row, "hash");
  if (hash !== hashOf(link.hash, entryIn(row))) throw new UnreadableRow("it is not what was written: its hash differs");
  return { seq, hash };
}

function entryIn(row: Row): Entry {
  return {
    seq: integerIn(row, "seq"),
    run: textIn(row, "run"),
    step: textIn(row, "step"),
    kind: textIn(row, "kind"),
    boot: textIn(row, "boot"),
    fence: integerIn(row, "fence"),
    who: textIn(row, "who"),
    at: textIn(row, "at"),
    body: textIn(row, "body"),
  };
}

function cutOff(database: DatabaseSync, last: Link): Verification | undefined {
  const row = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get();
  const written = row === undefined ? 0 : integerIn(row, "seq");
  return written === last.seq ? undefined : broken(last, `it is missing: ${written} were written`);
}

function damageOf(database: DatabaseSync, walked: Verification): Verification | undefined {
  const [row] = database.prepare("PRAGMA integrity_check(1)").all();
  const said = row === undefined ? "no answer" : textIn(row, "integrity_check");
  return said === "ok" ? undefined : { ...broken({ seq: walked.events, hash: "" }, said), events: walked.events };
}

function broken(last: Link, why: string): Verification {
  return { events: last.seq, isWhole: false, broken: { seq: last.seq + 1, why } };
}

function linkIn(row: Row | undefined): Link {
  return row === undefined ? noLink : { seq: integerIn(row, "seq"), hash: textIn(row, "hash") };
}

function inSnapshot<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN");
  try {
    return work();
  } finally {
    database.exec("ROLLBACK");
  }
}
