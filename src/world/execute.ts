import type { ProcessPromise } from "zx/core";
import { OpsError } from "../model/error.ts";
import type { CommandResult, HostCommand } from "../model/host-commands.ts";
import { quoted } from "../model/printable.ts";
import { shellWord } from "../model/shell-word.ts";
import { Tail } from "./tail.ts";

const defaultCharacters = 1024 * 1024;

/** zx keeps all output of a process; here it is kept by whom it is for. */
class Nothing extends Array<string | Buffer> {
  override push(): number {
    return 0;
  }
}

/**
 * A program of this machine, with the operator's environment and without a terminal, in a session of its own: Ctrl-C at
 * the prompt does not reach it. Any exit code is a result; 127 with nothing printed: there is no such program.
 * @throws OpsError `program-timeout` when it has not ended in time: it is killed, and nobody knows what it has done
 */
export async function execute(command: HostCommand, onLine?: (line: string) => void): Promise<CommandResult> {
  const { argv, env = {}, withinSeconds = 60, outputBytes = defaultCharacters } = command;
  const { $ } = await import("zx/core");
  const store = { stdout: new Nothing(), stderr: new Nothing(), stdall: new Nothing() };
  const quietly = { shell: "/bin/sh", prefix: "", quote: shellWord, quiet: true, nothrow: true, detached: true, store };
  const running = $({ ...quietly, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } })`exec ${argv}`;
  const [stdout, stderr] = [new Tail(outputBytes, onLine), new Tail(outputBytes, onLine)];
  running.stdout.on("data", (chunk: Buffer) => stdout.add(chunk));
  running.stderr.on("data", (chunk: Buffer) => stderr.add(chunk));
  const { exitCode, signal } = await inTime(running, withinSeconds, argv);
  for (const tail of [stdout, stderr]) tail.end();
  const isTruncated = stdout.isTruncated || stderr.isTruncated;
  return { exitCode: signal ? null : exitCode, stdout: stdout.text(), stderr: stderr.text(), isTruncated };
}

async function inTime(running: ProcessPromise, withinSeconds: number, argv: readonly string[]) {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killSession(running);
  }, withinSeconds * 1000);
  try {
    const ended = await running;
    if (isLate) throw late(argv, withinSeconds);
    return ended;
  } finally {
    clearTimeout(timer);
  }
}

/** With all that it has started. */
function killSession({ pid }: ProcessPromise): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

function late(argv: readonly string[], withinSeconds: number): OpsError {
  return new OpsError({
    code: "program-timeout",
    reason: "system",
    what: `${quoted(argv.join(" "))} did not end`,
    why: `it ran for ${withinSeconds} s and was killed`,
    next: "see what it has done before it is run once more",
  });
}
