/**
 * Preloaded into a console by `--import`: SIGKILLs it right after the journal committed the n-th row of a kind,
 * `DIE_AT=settled:1`. A kill from outside could not hit a boundary that lasts microseconds.
 */
import { DatabaseSync } from "node:sqlite";

const [kind, nth] = (process.env.DIE_AT ?? "").split(":");
const exec = DatabaseSync.prototype.exec;
let seen = 0;

DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  exec.call(this, sql);
  if (sql !== "COMMIT") return;
  const last = this.prepare("SELECT kind FROM event ORDER BY seq DESC LIMIT 1").get();
  if (last?.kind !== kind) return;
  seen += 1;
  if (seen === Number(nth)) process.kill(process.pid, "SIGKILL");
};
