import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { OpsError } from "../model/error.ts";
import { Control, type Told } from "./control.ts";
import { unknownFault, type Wanted } from "./differences.ts";

export interface RunningWorld extends Told {
  readonly port: number;
}

interface StartOptions extends Wanted {
  readonly home: string;
}

/** For an answer of a world that may have gone, its port now somebody else's. */
const patienceMilliseconds = 5000;
const program = fileURLToPath(new URL("../rehearsal/main.ts", import.meta.url));

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The name under which a world is found: that of the environment's file. */
export function worldName(environment: string): string {
  return basename(environment, ".ts");
}

function stateOf(home: string, environment: string): { id: string; port: number } | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(join(home, "worlds", `${worldName(environment)}.json`), "utf8"));
    if (!isRecord(state) || typeof state.id !== "string" || typeof state.port !== "number") return undefined;
    return { id: state.id, port: state.port };
  } catch {
    // No file, or not a whole one: no world has told where it is.
    return undefined;
  }
}

/** The running world of the environment, if one answers as the one that its state file names. */
export async function findRunning(home: string, environment: string): Promise<RunningWorld | undefined> {
  const state = stateOf(home, environment);
  const told = state && (await tellOf(state.port));
  return state && told?.id === state.id ? { ...told, port: state.port } : undefined;
}

/** What the world at a port tells; `undefined` when none answers there. */
export async function tellOf(port: number): Promise<Told | undefined> {
  return await new Control(port, 0).tell(AbortSignal.timeout(patienceMilliseconds)).catch(() => undefined);
}

function argumentsOf({ environment, home, seed, faults = [] }: StartOptions): string[] {
  const seedArguments = seed === undefined ? [] : ["--seed", String(seed)];
  const named = environment.endsWith(".ts") ? resolve(environment) : environment;
  return [program, named, "--home", resolve(home), ...seedArguments, ...faults.flatMap((fault) => ["--fault", fault])];
}

function launch(options: StartOptions): ChildProcess {
  const log = openSync(join(options.home, "worlds", `${worldName(options.environment)}.log`), "a", 0o600);
  const stdio: StdioOptions = ["ignore", log, log, "ipc"];
  const child = spawn(process.execPath, argumentsOf(options), { detached: true, cwd: options.home, stdio });
  closeSync(log);
  child.unref();
  return child;
}

/** The child's one message: its port, or why it could not start. */
function messageOf(child: ChildProcess): Promise<unknown> {
  const { promise, resolve: fulfil, reject } = Promise.withResolvers<unknown>();
  child.once("message", fulfil);
  child.once("error", reject);
  child.once("exit", (status) => fulfil({ error: `its process ended with status ${status}` }));
  return promise.finally(() => child.removeAllListeners());
}

/** Starts a world in a process of its own, which outlives this one. @throws OpsError */
export async function startWorld(options: StartOptions): Promise<RunningWorld> {
  const child = launch(options);
  const message = await messageOf(child);
  if (!isRecord(message) || typeof message.port !== "number") throw startError(options, message);
  const told = await tellOf(message.port);
  if (told) return { ...told, port: message.port };
  child.kill();
  throw unheard(message.port);
}

function unheard(port: number): OpsError {
  return new OpsError({
    code: "rehearsal-start",
    reason: "system",
    what: "the rehearsal world was started and cannot be reached",
    why: `it listens on 127.0.0.1:${port}, and nothing comes back from there`,
    next: "see that the loopback interface is up and nothing filters it (ip address show lo), then start again",
  });
}

function startError(options: StartOptions, message: unknown): OpsError {
  const { unknownFault: fault, known, error } = isRecord(message) ? message : {};
  if (typeof fault === "string" && Array.isArray(known)) return unknownFault(fault, known.map(String));
  return new OpsError({
    code: "rehearsal-start",
    reason: "system",
    what: "the rehearsal world could not be started",
    why: typeof error === "string" ? error : "it did not say why",
    next: `look at ${join(options.home, "worlds", `${worldName(options.environment)}.log`)}`,
  });
}
