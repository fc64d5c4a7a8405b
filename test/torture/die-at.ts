/**
 * Preloaded into a console by `--import`: SIGKILLs it right after the journal committed the n-th row of a kind,
 * `DIE_AT=settled:1`, or when the world's answer to the n-th effect is there and nothing was made of it yet,
 * `DIE_AT=answer:1`. A kill from outside could not hit a boundary that lasts microseconds.
 */
import { subscribe } from "node:diagnostics_channel";
import { DatabaseSync } from "node:sqlite";

const [kind, nth] = (process.env.DIE_AT ?? "").split(":");
const exec = DatabaseSync.prototype.exec;
let seen = 0;
/** An effect was journaled as intended, and its request comes next. */
let isIntended = false;

function count(): void {
  seen += 1;
  if (seen === Number(nth)) process.kill(process.pid, "SIGKILL");
}

DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  exec.call(this, sql);
  if (sql !== "COMMIT") return;
  const last = this.prepare("SELECT kind FROM event ORDER BY seq DESC LIMIT 1").get();
  isIntended = last?.kind === "intended";
  if (last?.kind === kind) count();
};

subscribe("http.client.response.finish", () => {
  if (kind === "answer" && isIntended) count();
  isIntended = false;
});
