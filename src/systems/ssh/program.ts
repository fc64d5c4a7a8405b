import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { Duplex as DuplexStream } from "node:stream";
import { $, type ProcessPromise } from "zx/core";
import type { Heard } from "./connection.ts";
import { textOf } from "./files.ts";
import { quoted } from "./quote.ts";

/** How the system's ssh ended. */
export interface ProgramEnd {
  /** `null`: a signal ended it. */
  readonly exitCode: number | null;
  /** What ssh itself has to say, apart from what the command on the host prints. */
  readonly log: string;
}

/** zx keeps all output of a process; here it is heard as it comes and kept by whom it is for. */
class Nothing extends Array<string | Buffer> {
  override push(): number {
    return 0;
  }
}

/** In a session of its own: neither Ctrl-C at the prompt nor a question for a password gets to it. */
const quietly = () => {
  const store = { stdout: new Nothing(), stderr: new Nothing(), stdall: new Nothing() };
  return { shell: "/bin/sh", prefix: "", quote: quoted, quiet: true, nothrow: true, detached: true, store };
};

/** Runs ssh to its end. Rejects with the signal's reason, which ends it. */
export async function runSsh(args: readonly string[], heard?: Heard, signal?: AbortSignal): Promise<ProgramEnd> {
  return await withLog(async (log) => {
    const out = heard ? "pipe" : "ignore";
    const running = $({ ...quietly(), stdio: ["ignore", out, out] })`exec ssh -E ${log} ${args}`;
    if (heard) hear(running, heard);
    const { exitCode } = await Promise.race([running, endedBy(signal, running)]);
    return { exitCode, log: textOf(log) };
  });
}

function hear(running: ProcessPromise, heard: Heard): void {
  running.stdout.on("data", (chunk: Buffer) => heard.stdout(chunk));
  running.stderr.on("data", (chunk: Buffer) => heard.stderr(chunk));
}

/** The shared connection holds the pipes as well, as long as the command runs: their end is not waited for. */
function endedBy(signal: AbortSignal | undefined, running: ProcessPromise): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => {
    reject(signal?.reason);
    running.child?.kill();
    running.stdout.destroy();
    running.stderr.destroy();
  };
  signal?.addEventListener("abort", end, { once: true });
  running.finally(() => signal?.removeEventListener("abort", end)).catch(() => {});
  return promise;
}

/** Runs ssh with the terminal, so that it can ask for a password or a code. */
export async function runSshInTerminal(args: readonly string[]): Promise<number | null> {
  const { exitCode } = await $({ ...quietly(), detached: false, stdio: "inherit" })`exec ssh ${args}`;
  return exitCode;
}

/** At once: at the console's end nobody waits for anything. */
export function runSshNow(args: readonly string[]): void {
  $.sync({ ...quietly(), stdio: "ignore" })`exec ssh ${args}`;
}

/** Runs ssh as a stream of bytes, both ways. */
export function streamSsh(args: readonly string[]): Duplex {
  const running = $({ ...quietly(), stdio: ["pipe", "pipe", "ignore"] })`exec ssh ${args}`;
  const stream = DuplexStream.from({ readable: running.stdout, writable: running.stdin });
  stream.once("close", () => running.child?.kill()).on("error", () => {});
  return stream;
}

async function withLog<T>(work: (log: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "mesos-console-ssh-"));
  try {
    return await work(join(folder, "log"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
