import type { ProcessPromise } from "zx/core";
import { shellWord } from "../../model/shell-word.ts";

/** One run of git. */
export interface GitCommand {
  readonly args: readonly string[];
  /** All of them: nothing else is handed on. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: Buffer | string;
  /** Real seconds. */
  readonly withinSeconds: number;
  /** Ends it before its time. */
  readonly ending?: AbortSignal;
}

export interface GitEnd {
  /** `null`: a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** It was ended because its time was over: after so many seconds. */
  readonly endedAfterSeconds?: number;
}

/** zx keeps all output of a process as text; here it is kept as bytes. */
class Nothing extends Array<string | Buffer> {
  override push(): number {
    return 0;
  }
}

/**
 * Runs git to its end, in the root directory: a repository that the console stands in is none of its business. In a session of
 * its own: Ctrl-C at the prompt does not get to it, and no question to the terminal.
 */
export async function runGit({ args, env, input = "", withinSeconds, ending }: GitCommand): Promise<GitEnd> {
  const { $ } = await import("zx/core");
  const store = { stdout: new Nothing(), stderr: new Nothing(), stdall: new Nothing() };
  const quietly = { shell: "/bin/sh", prefix: "", quote: shellWord, quiet: true, nothrow: true, detached: true, store };
  const running = $({ ...quietly, env: { ...env }, cwd: "/", input })`exec git ${args}`;
  const output = heard(running);
  const late = AbortSignal.timeout(withinSeconds * 1000);
  const over = ending ? AbortSignal.any([late, ending]) : late;
  const end = () => endGroup(running);
  if (over.aborted) end();
  else over.addEventListener("abort", end, { once: true });
  const { exitCode } = await running.finally(() => over.removeEventListener("abort", end));
  const [stdout, stderr] = [Buffer.concat(output.stdout), Buffer.concat(output.stderr).toString()];
  return { exitCode, stdout, stderr, ...(late.aborted && { endedAfterSeconds: withinSeconds }) };
}

function heard(running: ProcessPromise) {
  const output: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
  running.stdout.on("data", (chunk: Buffer) => output.stdout.push(chunk));
  running.stderr.on("data", (chunk: Buffer) => output.stderr.push(chunk));
  // A git that ends before it has read everything closes the pipe: its exit code tells why.
  running.stdin.on("error", () => {});
  return output;
}

/** With its helpers: the ssh or the HTTP client that it started. */
function endGroup({ pid }: ProcessPromise): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGTERM");
  } catch {
    // It ended meanwhile.
  }
}
