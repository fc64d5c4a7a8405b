import { randomBytes } from "node:crypto";
import type { World } from "../model/world.ts";
import { Control, type Fault } from "./control.ts";
import { requireSame } from "./differences.ts";
import { withLock } from "./lock.ts";
import { findRunning, type RunningWorld, startWorld, tellOf, worldName } from "./process.ts";

export interface RehearsalOptions {
  /** The environment's name, or the path of its file. */
  readonly environment: string;
  /** Where the console keeps its things. */
  readonly home: string;
  /** Default: whatever the running world has, else 1. */
  readonly seed?: number;
  /** Names of faults. Default: whatever the running world has, else none. */
  readonly faults?: readonly string[];
  /** Ends the running world and starts over. */
  readonly isFresh?: boolean;
}

export interface RehearsalWorld extends World {
  readonly port: number;
  /** All faults there are, and which of them this world has. */
  faults(): Promise<readonly Fault[]>;
  /** From now on it does not happen; what it did stays done. */
  mend(fault: string): Promise<void>;
  /** Ends the world; everything in it is gone. */
  stop(): Promise<void>;
}

/**
 * Joins the rehearsal world of an environment, or starts one: a process of its own, which survives this one.
 * @throws OpsError `usage` for an unknown fault, or when the running world was started with another seed or faults.
 */
export async function openRehearsal(options: RehearsalOptions): Promise<RehearsalWorld> {
  const running = await withLock(options.home, worldName(options.environment), () => joinOrStart(options));
  return worldOf(running);
}

/** The world that is served at a loopback port of this machine (`serveWorld`), for tests. */
export async function joinRehearsal(port: number): Promise<RehearsalWorld> {
  const told = await tellOf(port);
  if (told) return worldOf({ ...told, port });
  throw new Error(`no rehearsal world answers at port ${port}`);
}

async function joinOrStart(options: RehearsalOptions): Promise<RunningWorld> {
  const running = await findRunning(options.home, options.environment);
  const control = running && new Control(running.port, running.now);
  if (running && control && !options.isFresh) {
    const known = options.faults?.length ? await control.faults() : [];
    requireSame({ ...options, environment: worldName(options.environment) }, running, known);
    return running;
  }
  await control?.stop();
  return startWorld(options);
}

function worldOf({ id, port, now, access }: RunningWorld): RehearsalWorld {
  const control = new Control(port, now);
  const { hasEcho, ...credentials } = access;
  return {
    kind: "rehearsal",
    id: `rehearsal-${id}`,
    port,
    clock: { now: () => control.now(), sleep: (milliseconds, signal) => control.sleep(milliseconds, signal) },
    random: (bytes) => randomBytes(bytes).toString("hex"),
    awsEndpoint: `http://127.0.0.1:${port}`,
    awsCredentials: { accessKeyId: "REHEARSAL", secretAccessKey: "rehearsal" },
    ping: async () => {
      await control.tell();
    },
    ...credentials,
    ...(hasEcho && { echo: (host) => control.echo(host) }),
    connect: async (host, port) => ({ ...(await control.address(host, port)), isInTheClear: true }),
    execute: async ({ argv }, onLine) => {
      const ended = await control.execute(argv);
      for (const line of `${ended.stdout}\n${ended.stderr}`.split("\n")) if (line.trim() !== "") onLine?.(line);
      return ended;
    },
    faults: () => control.faults(),
    mend: (fault) => control.mend(fault),
    stop: () => control.stop(),
  };
}
