import type { SQLOutputValue } from "node:sqlite";
import { type EventKind, eventKinds, type JournalEvent, type Lease } from "../../model/journal.ts";
import type { Fields } from "../../model/json.ts";
import { isFields } from "./shape.ts";

/** A row as the database gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A row that is not as this console writes it: the file was damaged or edited. */
export class UnreadableRow extends Error {}

export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new UnreadableRow(`its ${column} is not a text`);
  return value;
}

export function integerIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new UnreadableRow(`its ${column} is not a number`);
  return value;
}

export function eventIn(row: Row): JournalEvent {
  return {
    seq: integerIn(row, "seq"),
    run: textIn(row, "run"),
    step: textIn(row, "step"),
    kind: kindIn(row),
    boot: textIn(row, "boot"),
    fence: integerIn(row, "fence"),
    who: textIn(row, "who"),
    at: textIn(row, "at"),
    body: bodyIn(row),
    hash: textIn(row, "hash"),
  };
}

export function leaseIn(row: Row): Lease {
  return {
    scope: textIn(row, "scope"),
    run: textIn(row, "run"),
    boot: textIn(row, "boot"),
    pid: integerIn(row, "pid"),
    processStartedAt: textIn(row, "processStartedAt"),
    who: textIn(row, "who"),
    since: textIn(row, "since"),
    title: textIn(row, "title"),
    fence: integerIn(row, "fence"),
  };
}

function kindIn(row: Row): EventKind {
  const text = textIn(row, "kind");
  const kind = eventKinds.find((known) => known === text);
  if (kind === undefined) throw new UnreadableRow(`its kind ${JSON.stringify(text)} is not known`);
  return kind;
}

function bodyIn(row: Row): Fields {
  const body = parsed(textIn(row, "body"));
  if (!isFields(body)) throw new UnreadableRow("its body is not a JSON object");
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
