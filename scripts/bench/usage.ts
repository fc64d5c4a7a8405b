/**
 * Loaded into a console before its own code: at its end it writes what the process used to the file BENCH_USAGE.
 * Only for measuring.
 */
import { writeFileSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** What one console process used. */
export interface Usage {
  /** Of all its threads. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  /** Transactions that it committed to its journal. */
  readonly commits: number;
  /** Those in which rows of a change's effects were, by the change's id. */
  readonly commitsOf: Readonly<Record<string, number>>;
}

const { exec, prepare } = DatabaseSync.prototype;
let commits = 0;
/** The changes of whose effects rows were written since the last commit. */
let written = new Set<string>();
const commitsOf = new Map<string, number>();

DatabaseSync.prototype.exec = function (sql) {
  if (sql === "COMMIT") countCommit();
  return exec.call(this, sql);
};

DatabaseSync.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  return sql.includes("INSERT INTO event") ? watched(statement) : statement;
};

function watched(statement: StatementSync): StatementSync {
  const { run } = statement;
  return Object.assign(statement, {
    run(row: { readonly step: string }) {
      if (row.step.includes("/")) written.add(changeOf(row.step));
      return Reflect.apply(run, statement, [row]);
    },
  });
}

/** `<change id>/<effect>/<attempt>` */
function changeOf(step: string): string {
  return step.split("/").slice(0, -2).join("/");
}

function countCommit(): void {
  commits += 1;
  for (const change of written) commitsOf.set(change, (commitsOf.get(change) ?? 0) + 1);
  written = new Set();
}

process.once("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage: Usage = {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMiB: maxRSS / 1024,
    commits,
    commitsOf: Object.fromEntries(commitsOf),
  };
  if (process.env.BENCH_USAGE) writeFileSync(process.env.BENCH_USAGE, JSON.stringify(usage));
});
