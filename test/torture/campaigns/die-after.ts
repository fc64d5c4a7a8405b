/** Preloaded into a console by `--import`: SIGKILLs it right after it committed the `DIE_AFTER`th row to the journal. */
import { DatabaseSync } from "node:sqlite";

const exec = DatabaseSync.prototype.exec;
let left = Number(process.env.DIE_AFTER);

DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  exec.call(this, sql);
  if (sql === "COMMIT" && --left === 0) process.kill(process.pid, "SIGKILL");
};
