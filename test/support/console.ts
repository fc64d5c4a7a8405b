import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
/** As `npm test` has it for its own processes, too: a new one for each install. */
const compileCache = join(root, "node_modules/.cache/compile");

/** How a console came to its end. */
export interface Ended {
  /** The exit status; `null` when a signal killed it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  /** Modules that are loaded before the console. */
  readonly preload?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Another tree than this one's. */
  readonly root?: string;
  /** Of Node's. */
  readonly flags?: readonly string[];
  /** What a pipe gives it to read. */
  readonly input?: string;
}

/** Starts `./console ARGUMENTS` without its launcher: a process of its own that keeps its things in `home`. */
export function startConsole(home: string, typedArgs: readonly string[], start: Start = {}): ChildProcess {
  const { args, env } = argumentsOf(home, typedArgs, start);
  const child = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(start.input);
  return child;
}

/** What Node is started with for it. */
export function argumentsOf(home: string, typedArgs: readonly string[], start: Start = {}) {
  const preload = (start.preload ?? []).flatMap((file) => ["--import", file]);
  const program = join(start.root ?? root, "src/main.ts");
  return {
    args: [...(start.flags ?? []), ...preload, program, ...typedArgs],
    env: { ...process.env, MESOS_CONSOLE_HOME: home, NODE_COMPILE_CACHE: compileCache, ...start.env },
  };
}

/** `-e EXPRESSION` of each. */
export function typed(expressions: readonly string[]): readonly string[] {
  return expressions.flatMap((expression) => ["-e", expression]);
}

/** Waits for its end, with everything that it wrote. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const status = await ended(child);
  return { status, stdout: await stdout, stderr: await stderr };
}

/** The exit status; `null` when it was killed. */
export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", (status) => resolve(status)));
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}
