/**
 * Preloaded into a console by `--import`: SIGKILLs it right after the journal committed a row at a boundary where none
 * was killed yet. Those are the lines of the file `DIE_ONCE_EACH`; `DIE_ONLY` is a pattern of those to be killed at.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { boundaryOf } from "./boundary.ts";

const { DIE_ONCE_EACH: file = "", DIE_ONLY: only = "" } = process.env;
const meant = new RegExp(only);
const known = new Set(readFileSync(file, "utf8").split("\n"));
const exec = DatabaseSync.prototype.exec;

DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  exec.call(this, sql);
  if (sql !== "COMMIT") return;
  const row = this.prepare("SELECT run, step, kind, body FROM event ORDER BY seq DESC LIMIT 1").get();
  if (row) dieAt(boundaryOf({ run: `${row.run}`, step: `${row.step}`, kind: `${row.kind}`, body: `${row.body}` }));
};

function dieAt(boundary: string): void {
  if (known.has(boundary) || !meant.test(boundary)) return;
  appendFileSync(file, `${boundary}\n`);
  process.kill(process.pid, "SIGKILL");
}
