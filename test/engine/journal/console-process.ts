// A console process of its own, for tests that need a second one: does what its first argument says and reports it as
// JSON lines.
import { randomUUID } from "node:crypto";
import { rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "#src/engine/journal/store.ts";
import { OpsError } from "#src/model/error.ts";
import type { Lease, Store } from "#src/model/journal.ts";

const [task = "", home = "", scope = "cantareira/test"] = process.argv.slice(2);

const tasks: Readonly<Record<string, () => void>> = {
  /** Begins many runs as fast as it can, each on its own scope. */
  "begin-many": () => {
    const store = open();
    const ids = Array.from({ length: 25 }, (_, index) => store.begin(`${scope}/${index}`, "race", {}).run);
    report(ids);
  },

  /** Takes one scope and stays, or reports why not. */
  take: () => {
    const store = open();
    report(attempt(() => store.begin(scope, "MesosCluster create test", {})));
    stay();
  },

  /** Appends until it is killed; reports what was committed. */
  "append-forever": () => {
    const store = open();
    const { run, lease } = store.begin(scope, "endless", {});
    for (let number = 1; ; number++) {
      const events = store.append(
        [{ run, step: `c/e/${number}`, kind: "done", body: { value: "x".repeat(500) } }],
        lease,
      );
      report(events.at(-1)?.seq);
    }
  },

  /** Holds the database's write lock, as a console does that hangs in the middle of a commit. */
  lock: () => {
    const database = new DatabaseSync(join(home, "journal", "journal.db"));
    database.exec("BEGIN IMMEDIATE");
    report("locked");
    stay();
  },

  /** Appends until the disk is full; then again once there is room. */
  fill: () => {
    const store = open();
    const { run, lease } = store.begin(scope, "fills the disk", {});
    const append = (held: Lease) =>
      store.append([{ run, step: "", kind: "resumed", body: { ballast: "x".repeat(4000) } }], held);
    const failure = untilFailure(() => append(lease));
    report({ ...failure, verification: store.verify(), events: store.events(run).length });
    store.release(lease);
    rmSync(join(home, "ballast"));
    append(store.acquire(scope, run, "goes on"));
    report({ verification: store.verify(), events: store.events(run).length });
  },

  /** Looks around and tries to act. */
  look: () => {
    const store = open();
    const runs = store.runs();
    report({
      readOnlyBecause: store.readOnlyBecause,
      runs,
      events: runs.map((run) => store.events(run).length),
      leases: store.leases(),
      begin: attempt(() => store.begin(scope, "tries to act", {})),
    });
  },
};

function open(): Store {
  const clock = { now: Date.now };
  return openStore({ home, clock, who: "john@host", boot: randomUUID(), pid: process.pid, busyMilliseconds: 10_000 });
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const { code, what, why, next } = error;
    return { code, what, why, next };
  }
}

function untilFailure(append: () => unknown) {
  for (let acknowledged = 0; ; acknowledged++) {
    const failure = attempt(() => {
      append();
    });
    if (failure !== undefined) return { failure, acknowledged };
  }
}

function report(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

/** Until the test ends it. */
function stay(): void {
  process.stdin.resume();
}

tasks[task]?.();
