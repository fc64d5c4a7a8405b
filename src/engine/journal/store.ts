import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { OpsError } from "../../model/error.ts";
import type { JournalEvent, Lease, NewEvent, Store, Verification } from "../../model/journal.ts";
import type { Fields } from "../../model/json.ts";
import type { Clock } from "../../model/world.ts";
import { verifyAll } from "./chain.ts";
import { damaged, failureOf, gone, isDamage, type Place, readOnly } from "./failure.ts";
import { fileSystemTypeOf } from "./file-system.ts";
import { insert } from "./insert.ts";
import { checkFence, describeLease, letGo, liveLeases, take } from "./lease.ts";
import { inodeOf, lockHolderOf } from "./lock-holder.ts";
import { openJournal } from "./open.ts";
import { processStartOf } from "./process.ts";
import { eventsOf, lastRunNumber, runIds, salvagedEvents } from "./read.ts";
import { inTransaction } from "./transaction.ts";

export interface StoreOptions {
  /** The console's folder; the journal is `journal/journal.db` in it. */
  readonly home: string;
  /** The world's clock, for `at`. A clock that jumps back does no harm: events are ordered by `seq`. */
  readonly clock: Pick<Clock, "now">;
  /** `user@host` */
  readonly who: string;
  /** UUID of this console process. */
  readonly boot: string;
  readonly pid: number;
  /** Takes secrets out of a body before it is written. Default: as it is. */
  readonly mask?: (body: Fields) => Fields;
  /** How long another process's write is waited for. Default 5000. */
  readonly busyMilliseconds?: number;
  /** The number of a folder's file system as statfs(2) tells it; for trying those that cannot be mounted. */
  readonly fileSystemTypeOf?: (folder: string) => number;
}

/**
 * Opens the journal of a console, or makes it. A journal that cannot be written or is damaged is opened for reading,
 * and {@link Store.readOnlyBecause} says why.
 * @throws OpsError `network-file-system`, `journal-locked`, `journal-failed`
 */
export function openStore(options: StoreOptions): Store {
  return new SqliteStore(options);
}

class SqliteStore implements Store {
  readonly #options: StoreOptions;
  readonly #place: Place;
  readonly #database: DatabaseSync | undefined;
  readonly #inode: number | undefined;
  /** Leases that could not be let go on the disk; they hold nothing in this console. */
  readonly #letGo = new Set<string>();
  #readOnlyBecause: string | undefined;
  #isVerified = false;

  constructor(options: StoreOptions) {
    const folder = join(options.home, "journal");
    const { busyMilliseconds = 5000, fileSystemTypeOf: typeOf = fileSystemTypeOf } = options;
    this.#options = options;
    this.#place = { folder, file: join(folder, "journal.db"), lockHolder: () => this.#lockHolder() };
    const opened = openJournal(this.#place, { busyMilliseconds, fileSystemTypeOf: typeOf });
    this.#database = opened.database;
    this.#readOnlyBecause = opened.readOnlyBecause;
    this.#inode = inodeOf(this.#place.file);
  }

  get readOnlyBecause(): string | undefined {
    return this.#readOnlyBecause;
  }

  begin(scope: string, title: string, body: Fields): { readonly run: string; readonly lease: Lease } {
    return this.#write((database) => {
      const run = `r${lastRunNumber(database) + 1}`;
      const lease = this.#take(database, scope, run, title);
      this.#insert(database, { run, step: "", kind: "began", body }, lease.fence);
      return { run, lease };
    });
  }

  acquire(scope: string, run: string, title: string): Lease {
    return this.#write((database) => this.#take(database, scope, run, title));
  }

  release(lease: Lease): void {
    this.#letGo.add(nameOf(lease));
    try {
      this.#write((database) => letGo(database, lease));
    } catch {
      // For other consoles the hold ends with this process. The failure that led here is the one to tell.
    }
  }

  leases(): readonly Lease[] {
    return this.#read([], liveLeases).filter((lease) => !this.#letGo.has(nameOf(lease)));
  }

  append(events: readonly NewEvent[], lease?: Lease): readonly JournalEvent[] {
    return this.#write((database) => {
      if (lease !== undefined) checkFence(database, lease);
      return events.map((event) => this.#insert(database, event, lease?.fence ?? 0));
    });
  }

  events(run: string): readonly JournalEvent[] {
    const salvaged = (database: DatabaseSync) => salvagedEvents(database).filter((event) => event.run === run);
    return this.#read([], (database) => eventsOf(database, run), salvaged);
  }

  runs(): readonly string[] {
    const began = (event: JournalEvent) => (event.kind === "began" ? [event.run] : []);
    return this.#read([], runIds, (database) => salvagedEvents(database).flatMap(began));
  }

  verify(): Verification {
    const unread = { events: 0, isWhole: false, broken: { seq: 1, why: this.#readOnlyBecause ?? "" } };
    const verification = this.#read<Verification>(unread, verifyAll);
    const { broken } = verification;
    if (broken) this.#readOnlyBecause ??= damaged(this.#place, `event ${broken.seq}: ${broken.why}`).message;
    return verification;
  }

  close(): void {
    this.#database?.close();
  }

  #take(database: DatabaseSync, scope: string, run: string, title: string): Lease {
    const { who, boot, pid } = this.#options;
    const since = new Date().toISOString();
    const holder = { scope, run, title, who, boot, pid, since, processStartedAt: processStartOf(pid) ?? "" };
    return take(database, holder, (lease) => this.#letGo.has(nameOf(lease)));
  }

  #insert(database: DatabaseSync, event: NewEvent, fence: number): JournalEvent {
    const { who, boot, clock, mask } = this.#options;
    const body = mask?.(event.body) ?? event.body;
    const at = new Date(clock.now()).toISOString();
    return insert(database, { ...event, body, boot, fence, who, at });
  }

  #read<T>(none: T, work: (database: DatabaseSync) => T, salvage: (database: DatabaseSync) => T = () => none): T {
    if (this.#database === undefined) return none;
    try {
      return work(this.#database);
    } catch (error) {
      const failure = this.#failure(error);
      if (!isDamage(error)) throw failure;
      return salvage(this.#database);
    }
  }

  #write<T>(work: (database: DatabaseSync) => T): T {
    const database = this.#writable();
    try {
      return inTransaction(database, () => work(database));
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** The whole chain is read before this console's first write, not at every start. */
  #writable(): DatabaseSync {
    if (inodeOf(this.#place.file) !== this.#inode) throw gone(this.#place);
    if (!this.#isVerified && this.#readOnlyBecause === undefined) this.#isVerified = this.verify().isWhole;
    if (this.#database !== undefined && this.#readOnlyBecause === undefined) return this.#database;
    throw readOnly(this.#place, this.#readOnlyBecause ?? "");
  }

  /** After damage was seen nothing is written any more. */
  #failure(error: unknown): OpsError {
    const failure = failureOf(error, this.#place);
    if (isDamage(error)) this.#readOnlyBecause ??= failure.message;
    return failure;
  }

  #lockHolder(): string | undefined {
    const holder = lockHolderOf(this.#place.file, this.#options.pid);
    return holder ?? this.leases().map(describeLease)[0];
  }
}

function nameOf(lease: Lease): string {
  return `${lease.scope} ${lease.fence}`;
}
