import type { DatabaseSync } from "node:sqlite";
import { OpsError } from "../../model/error.ts";
import type { Lease } from "../../model/journal.ts";
import { processStartOf } from "./process.ts";
import { leaseIn } from "./row.ts";
import { clockTime } from "./time.ts";

/** Who takes a lease, for which run. */
export type Holder = Omit<Lease, "fence">;

/**
 * Takes the scope, from a dead holder too, under a higher fence. To be called within a write transaction.
 * @throws OpsError `lease-held` while a live process holds it.
 */
export function take(database: DatabaseSync, holder: Holder, isLetGo: (lease: Lease) => boolean): Lease {
  const present = heldIn(database).find((lease) => lease.scope === holder.scope);
  if (present !== undefined && !isLetGo(present) && isLive(present)) throw held(present, holder.pid);
  const lease = { ...holder, fence: lastFence(database, holder.scope) + 1 };
  database.prepare(takeSql).run({ ...lease });
  return lease;
}

/** Lets the scope go, unless someone else has taken it. */
export function letGo(database: DatabaseSync, lease: Lease): void {
  database.prepare("UPDATE lease SET held = 0 WHERE scope = ? AND fence = ?").run(lease.scope, lease.fence);
}

/** @throws OpsError `fence-lost` when the scope was let go or taken by someone else. */
export function checkFence(database: DatabaseSync, lease: Lease): void {
  const present = heldIn(database).find(({ scope }) => scope === lease.scope);
  if (present?.fence !== lease.fence) throw fenceLost(lease, present);
}

/** Holds of processes that run. */
export function liveLeases(database: DatabaseSync): readonly Lease[] {
  return heldIn(database).filter(isLive);
}

/** `run r7 (MesosCluster create test) of jane@host, process 1234, since 14:02` */
export function describeLease(lease: Lease): string {
  const since = clockTime(new Date(lease.since));
  return `run ${lease.run} (${lease.title}) of ${lease.who}, process ${lease.pid}, since ${since}`;
}

const takeSql = `
  INSERT INTO lease (scope, fence, held, run, boot, pid, processStartedAt, who, since, title)
  VALUES (:scope, :fence, 1, :run, :boot, :pid, :processStartedAt, :who, :since, :title)
  ON CONFLICT (scope) DO UPDATE SET (fence, held, run, boot, pid, processStartedAt, who, since, title) =
    (:fence, 1, :run, :boot, :pid, :processStartedAt, :who, :since, :title)`;

function heldIn(database: DatabaseSync): readonly Lease[] {
  return database.prepare("SELECT * FROM lease WHERE held = 1 ORDER BY scope").all().map(leaseIn);
}

function lastFence(database: DatabaseSync, scope: string): number {
  const row = database.prepare("SELECT * FROM lease WHERE scope = ?").get(scope);
  return row === undefined ? 0 : leaseIn(row).fence;
}

/** A reused pid is another process: its start time tells. */
function isLive(lease: Lease): boolean {
  return processStartOf(lease.pid) === lease.processStartedAt;
}

function held(lease: Lease, ownPid: number): OpsError {
  return new OpsError({
    code: "lease-held",
    reason: "parked",
    what: `the stack ${lease.scope} is held by ${describeLease(lease)}`,
    why:
      lease.pid === ownPid
        ? "it is a run of this console"
        : "one run at a time changes a stack, and that console is alive",
    next: `show("${lease.run}"), or wait until it has ended or is parked`,
  });
}

function fenceLost(lease: Lease, present: Lease | undefined): OpsError {
  return new OpsError({
    code: "fence-lost",
    reason: "journal",
    what: `run ${lease.run} no longer holds the stack ${lease.scope}: its event was not journaled`,
    why: present === undefined ? "it was let go" : `it was taken by ${describeLease(present)}`,
    next: `show("${present?.run ?? lease.run}")`,
  });
}
