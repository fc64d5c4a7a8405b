import { spawn } from "node:child_process";

export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitCall {
  readonly folder: string;
  readonly args: readonly string[];
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** `git merge-tree --write-tree` came with it. */
export const needed = "a rehearsal's repositories need git 2.38 or newer";

/** Nothing of the operator's: neither the configuration nor what GIT_* variables would say. */
const environment = {
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  LC_ALL: "C",
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
};

/** One call of the real git; any exit code is an answer. Rejects when git cannot be started at all. */
export function callGit({ folder, args, input = "", env = {} }: GitCall): Promise<GitAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<GitAnswer>();
  const child = spawn("git", args, { cwd: folder, env: { ...environment, ...env }, stdio: "pipe" });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (part: Buffer) => stdout.push(part));
  child.stderr.on("data", (part: Buffer) => stderr.push(part));
  child.on("error", (cause) => reject(new Error(`git cannot be started here; ${needed}`, { cause })));
  child.on("close", (code) => {
    resolve({ exitCode: code ?? 1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
  });
  // It may end before it has read everything, for example when it refuses.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return promise;
}

/** What it writes, without the last line's end. @throws Error with git's words when it fails */
export async function runGit(call: GitCall): Promise<string> {
  const { exitCode, stdout, stderr } = await callGit(call);
  if (exitCode === 0) return stdout.toString().replace(/\n$/, "");
  throw new Error(`git ${call.args.join(" ")} ended with ${exitCode}: ${stderr.trim()}`);
}
