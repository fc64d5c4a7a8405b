import { accessSync, chmodSync, closeSync, constants, existsSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { OpsError } from "../../model/error.ts";
import { makeFolder } from "../../model/folder.ts";
import { codeOf } from "../home.ts";
import { verifyTail } from "./chain.ts";
import { damaged, failureOf, type Place } from "./failure.ts";
import { refuseNetworkFileSystem } from "./file-system.ts";
import { integerIn, textIn } from "./row.ts";
import { schema, schemaVersion } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

export interface OpenOptions {
  readonly busyMilliseconds: number;
  readonly fileSystemTypeOf: (folder: string) => number;
}

/** An open journal: one that may be written, or one that can at best be read. */
export type Opened =
  | { readonly database: DatabaseSync; readonly readOnlyBecause: undefined }
  | { readonly database: DatabaseSync | undefined; readonly readOnlyBecause: string };

/** How many of the last rows every start checks; all are checked before the first write. */
const tailRows = 500;

/**
 * Opens the journal, makes it where there is none. A journal that exists is looked at through a connection that cannot
 * write before it is opened for writing, so that a damaged file stays as it was found.
 * @throws OpsError `network-file-system`, `journal-locked`; anything else leaves a journal that is only read
 */
export function openJournal(place: Place, options: OpenOptions): Opened {
  refuseNetworkFileSystem(nearestThatExists(place.folder), options.fileSystemTypeOf);
  try {
    const defect = prepareFile(place) ?? defectOf(place, options);
    if (defect !== undefined) return forReading(place, options, defect);
    return { database: forWriting(place, options), readOnlyBecause: undefined };
  } catch (error) {
    const failure = failureOf(error, place);
    if (failure.code === "journal-locked") throw failure;
    return forReading(place, options, failure.message);
  }
}

function nearestThatExists(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestThatExists(dirname(folder));
}

/** Makes folder and file for their owner only. Gives why the journal cannot be written, or `undefined`. */
function prepareFile({ folder, file }: Place): string | undefined {
  try {
    makeFolder(folder);
    // Never opened when it exists: closing it would drop the locks that this process has on it (POSIX).
    if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
    for (const path of [folder, file]) accessSync(path, constants.R_OK | constants.W_OK);
    chmodSync(folder, 0o700);
    chmodSync(file, 0o600);
    return undefined;
  } catch (error) {
    return `${folder} cannot be written (${codeOf(error)})`;
  }
}

/** Why the file must not be written, or `undefined`. */
function defectOf(place: Place, options: OpenOptions): string | undefined {
  using database = connect(place.file, true, options);
  const version = versionOf(database);
  if (version > schemaVersion) return `${place.file} was written by a newer console (version ${version})`;
  const broken = version === 0 ? undefined : verifyTail(database, tailRows).broken;
  return broken && damaged(place, `event ${broken.seq}: ${broken.why}`).message;
}

/** A connection that cannot write, or none where nothing can be read. */
function forReading({ file }: Place, options: OpenOptions, because: string): Opened {
  const database = readable(file, options);
  if (database !== undefined) return { database, readOnlyBecause: because };
  const stale = readable(immutable(file), options);
  const unread = stale && statSync(`${file}-wal`, { throwIfNoEntry: false })?.size;
  return { database: stale, readOnlyBecause: unread ? `${because}; its newest events cannot be shown` : because };
}

/** Where nobody can write, SQLite need not make its shared memory; the price is that it does not read the `-wal` file. */
function immutable(file: string): URL {
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  return url;
}

function readable(file: string | URL, options: OpenOptions): DatabaseSync | undefined {
  try {
    const database = connect(file, true, options);
    database.prepare("SELECT max(seq) FROM event").get();
    return database;
  } catch {
    return undefined;
  }
}

function forWriting(place: Place, options: OpenOptions): DatabaseSync {
  const database = connect(place.file, false, options);
  try {
    // Committed means on the disk, also on macOS, where a plain fsync does not say so.
    database.exec("PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA recursive_triggers = 1");
    switchToWriteAheadLog(place, database);
    makeTables(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Takes the write lock only where there are no tables yet: to look, one need not wait for a console that writes. */
function makeTables(database: DatabaseSync): void {
  if (versionOf(database) !== 0) return;
  inTransaction(database, () => {
    if (versionOf(database) === 0) database.exec(schema);
  });
}

function switchToWriteAheadLog({ folder, file }: Place, database: DatabaseSync): void {
  const row = database.prepare("PRAGMA journal_mode = WAL").get() ?? {};
  if (textIn(row, "journal_mode") === "wal") return;
  throw new OpsError({
    code: "journal-failed",
    reason: "journal",
    what: `the journal ${file} failed`,
    why: `the file system of ${folder} has no shared memory, which two consoles need to write safely`,
    next: "set MESOS_CONSOLE_HOME to a folder on a local disk",
  });
}

function connect(file: string | URL, readOnly: boolean, { busyMilliseconds }: OpenOptions): DatabaseSync {
  return new DatabaseSync(file, { readOnly, timeout: busyMilliseconds });
}

function versionOf(database: DatabaseSync): number {
  return integerIn(database.prepare("PRAGMA user_version").get() ?? {}, "user_version");
}
