import { NotDone, OpsError } from "../../model/error.ts";
import type { OnceState } from "../../model/host-commands.ts";
import { lookBytes } from "../../model/once-scripts.ts";
import { type Kept, keep } from "./output.ts";

/** Of a once command's output that is kept; see `HostCommand.outputBytes`. */
const outputBytes = 1024 * 1024;

/** The output of one once command as far as it was seen, so that a look asks only for what is new. */
export class OnceOutput {
  readonly #kept: Kept = keep(outputBytes);
  #bytesSeen = 0;

  get bytesSeen(): number {
    return this.#bytesSeen;
  }

  /** Takes what one look printed. `isMore`: there is more to be had at once. */
  take(printed: Buffer, host: string): { readonly state: OnceState; readonly isMore: boolean } {
    const end = printed.indexOf("\n");
    const line = printed.toString("utf8", 0, Math.max(end, 0));
    const output = printed.subarray(end + 1);
    this.#kept.add(output);
    this.#bytesSeen += output.length;
    return { state: this.#stateOf(line, host), isMore: output.length >= lookBytes };
  }

  #stateOf(line: string, host: string): OnceState {
    const [word, detail = ""] = line.split(" ");
    const output = this.#kept.text();
    if (word === "absent") return { state: "absent" };
    if (word === "running" || word === "lost") return { state: word, output };
    if (word === "ended" && /^\d+$/.test(detail)) return { state: "ended", exitCode: Number(detail), output };
    throw word === "elsewhere" ? isElsewhere(host, detail) : noAnswer(host, line);
  }
}

/** What a start's exit code says; 71 is the one that proves that nothing was started. */
export function startError(host: string, exitCode: number | null, stderr: string): OpsError {
  const why = stderr.trim() || `exit code ${exitCode ?? "none: a signal ended it"}`;
  const said = { reason: "system", what: `nothing was started on ${host}`, why } as const;
  if (exitCode === 71) {
    const next = "look at the home directory there: it takes no new directory, or ~/.mesos-console belongs to another";
    return new NotDone({ ...said, code: "once-not-started", next });
  }
  const what = `whether the command was started on ${host} is not known`;
  return new OpsError({ ...said, what, code: "once-unknown", next: "look on the host whether it runs" });
}

function isElsewhere(host: string, node: string): OpsError {
  return new OpsError({
    code: "once-elsewhere",
    reason: "system",
    what: `the command was started on ${node}, not on ${host}`,
    why: "several machines share that home directory; only the one itself knows whether it still runs",
    next: `look on ${node}`,
  });
}

function noAnswer(host: string, line: string): OpsError {
  return new OpsError({
    code: "once-unknown",
    reason: "system",
    what: `${host} does not say how the command is`,
    why: `it answers ${JSON.stringify(line.slice(0, 200))}`,
    next: "look in ~/.mesos-console on the host",
  });
}

/** A token becomes a directory's name. */
export function checkedToken(token: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(token)) return token;
  throw new OpsError({
    code: "once-token",
    reason: "internal",
    what: `${JSON.stringify(token)} is no token`,
    why: "it has to be a directory's name of at most 64 characters",
    next: "mend what issued it",
  });
}
