import { statfsSync } from "node:fs";
import { OpsError } from "../../model/error.ts";
import { UnreadableRow } from "./row.ts";

/** Result codes of SQLite (https://www.sqlite.org/rescode.html): the primary ones, and one extended. */
export const codes = {
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notDatabase: 26,
  uniqueConstraint: 2067,
} as const;

/** Where the failure happened, for its text. */
export interface Place {
  readonly folder: string;
  readonly file: string;
  /** Who holds the journal's lock now, as far as one can tell. */
  lockHolder(): string | undefined;
}

/** The primary result code of an error that SQLite raised, else `undefined`. */
function primaryCodeOf(error: unknown): number | undefined {
  const extended = extendedCodeOf(error);
  return extended === undefined ? undefined : extended & 0xff;
}

/** Whether the file is damaged: nothing may be written to it any more. */
export function isDamage(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return code === codes.corrupt || code === codes.notDatabase || error instanceof UnreadableRow;
}

/** What an operator is told of an error of the journal. An OpsError is passed on as it is. */
export function failureOf(error: unknown, place: Place): OpsError {
  if (error instanceof OpsError) return error;
  if (isDamage(error)) return damaged(place, textOf(error), error);
  if (extendedCodeOf(error) === codes.uniqueConstraint) return doneTwice(error);
  switch (primaryCodeOf(error)) {
    case codes.busy:
    case codes.locked:
      return locked(place, error);
    case codes.full:
      return full(place, error);
    case codes.permission:
    case codes.readOnly:
    case codes.cannotOpen:
      return readOnly(place, textOf(error), error);
    case codes.inputOutput:
      return hasNoSpace(place.folder) ? full(place, error) : failed(place, error);
    default:
      return failed(place, error);
  }
}

export function damaged(place: Place, why: string, cause?: unknown): OpsError {
  return new OpsError({
    code: "journal-damaged",
    reason: "journal",
    what: `the journal ${place.file} is damaged; it is only read, and was left as it is`,
    why,
    next: `keep it aside and begin a new one: mv ${place.folder} ${place.folder}.damaged (docs/journal.md says what to look at first)`,
    cause,
  });
}

export function readOnly(place: Place, why: string, cause?: unknown): OpsError {
  return new OpsError({
    code: "journal-read-only",
    reason: "journal",
    what: "nothing can be changed now: the journal cannot be written, and what is not journaled is not done",
    why,
    next: `make ${place.folder} writable and start the console again, or set MESOS_CONSOLE_HOME to a folder that is`,
    cause,
  });
}

/** Someone moved or removed the file under an open console: SQLite would go on writing where nobody looks. */
export function gone({ file }: Place): OpsError {
  return new OpsError({
    code: "journal-gone",
    reason: "journal",
    what: `the journal ${file} was moved or removed while this console had it open`,
    why: "what is written now would be lost, and what is not journaled is not done",
    next: "put it back if you can, then leave this console and start it again",
  });
}

function locked(place: Place, cause: unknown): OpsError {
  const holder = place.lockHolder() ?? "another process; this system does not tell which";
  return new OpsError({
    code: "journal-locked",
    reason: "journal",
    what: `the journal ${place.file} is locked by another process`,
    why: `held by ${holder}`,
    next: "try again when it has finished; a process that only hangs may be ended: what it had not committed is undone",
    cause,
  });
}

function full(place: Place, cause: unknown): OpsError {
  return new OpsError({
    code: "journal-full",
    reason: "journal",
    what: `the disk of ${place.folder} is full: nothing can be journaled`,
    why: "what was journaled before is kept; nothing is done that cannot be journaled",
    next: `make room (df -h ${place.folder}), then resume the run`,
    cause,
  });
}

function doneTwice(cause: unknown): OpsError {
  return new OpsError({
    code: "done-twice",
    reason: "journal",
    what: "this step is already journaled as done",
    why: "a step is done once; another console may have gone on with this run",
    next: "runs()",
    cause,
  });
}

function failed(place: Place, cause: unknown): OpsError {
  return new OpsError({
    code: "journal-failed",
    reason: "journal",
    what: `the journal ${place.file} failed`,
    why: textOf(cause),
    next: `look at the disk and the quota of ${place.folder}, then verifyJournal()`,
    cause,
  });
}

function extendedCodeOf(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode : undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hasNoSpace(folder: string): boolean {
  return statfsSync(folder).bavail === 0;
}
