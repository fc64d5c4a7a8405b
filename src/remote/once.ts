import { NotDone, notDone, OpsError } from "../model/error.ts";
import type { HostCommand, HostCommands, OnceState, OnLine } from "../model/host-commands.ts";
import { isIssued } from "../model/permit.ts";
import type { Permit } from "../model/system.ts";
import type { Clock } from "../model/world.ts";
import { GrowingOutput } from "./lines.ts";

/** A command that is to run once on a host, whatever becomes of the console meanwhile. */
export interface OnceRun {
  readonly ssh: HostCommands;
  /** Exactly this machine: its token directory is looked for nowhere else. */
  readonly host: string;
  readonly command: HostCommand;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly onLine: OnLine;
  /** From now on, of the world's time, until it is a doubt how it ends. Default two hours. */
  readonly withinSeconds?: number;
  /** How long the host may be out of reach meanwhile, of the world's time. Default ten minutes. */
  readonly unreachableSeconds?: number;
}

/** How it ended, with what it printed. `exitCode` null: its process is gone without one: the host went down, or it was killed. */
export type Ended = { readonly exitCode: number | null; readonly output: string };

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;
/** Nothing was sent. Source: `HostCommands`. */
const notSent = new Set(["ssh-unreachable", "ssh-refused", "ssh-host-key", "not-permitted"]);
/** May be over in a moment. */
const passing = new Set(["ssh-unreachable", "ssh-timeout", "ssh-lost"]);

/**
 * Starts it and gives how it ended. @throws NotDone when it provably did not start; any other error is a doubt: what
 * became of it is to be seen in the permit's token directory on that host.
 */
export async function runOnce(run: OnceRun, permit: Permit): Promise<Ended> {
  await start(run, permit);
  return untilEnded(run, permit.token, () => isIssued(permit));
}

/**
 * The same token starts it but once, so a connection that was lost while starting is no reason to give up. What a later
 * attempt says proves nothing of the first.
 */
async function start(run: OnceRun, permit: Permit): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run.ssh.startOnce(run.host, run.command, permit);
    } catch (error) {
      if (attempt === 1 && isOneOf(notSent, error)) throw notDone(error);
      if (attempt > 1 && error instanceof NotDone) throw unsure(error);
      if (attempt === 3 || !isOneOf(passing, error)) throw error;
      await run.clock.sleep(firstPauseMs * attempt);
    }
  }
}

/** `undefined`: it never started there. @throws OpsError when that cannot be told. */
export async function endedOnce(run: OnceRun, token: string): Promise<Ended | undefined> {
  const first = await look(run, token);
  return first.state === "absent" ? undefined : untilEnded(run, token, () => true);
}

async function untilEnded(run: OnceRun, token: string, isWanted: () => boolean): Promise<Ended> {
  const lines = new GrowingOutput(run.onLine);
  const deadline = run.clock.now() + (run.withinSeconds ?? 2 * 3600) * 1000;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    const isLastLook = run.clock.now() >= deadline;
    const seen = await look(run, token);
    if (seen.state === "absent") throw vanished(run);
    lines.take(seen.output, seen.state !== "running");
    if (seen.state === "ended") return { exitCode: seen.exitCode, output: seen.output };
    if (seen.state === "lost") return { exitCode: null, output: seen.output };
    if (isLastLook || !isWanted()) throw stillRuns(run);
    await run.clock.sleep(pause);
  }
}

/** A look that outlives lost connections for a while. */
async function look({ ssh, host, clock, unreachableSeconds = 600 }: OnceRun, token: string): Promise<OnceState> {
  const deadline = clock.now() + unreachableSeconds * 1000;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const isLastLook = clock.now() >= deadline;
    try {
      return await ssh.onceState(host, token);
    } catch (error) {
      if (isLastLook || !isOneOf(passing, error)) throw error;
      await clock.sleep(pause);
    }
  }
}

function isOneOf(codes: ReadonlySet<string>, error: unknown): error is OpsError {
  return error instanceof OpsError && codes.has(error.code);
}

function unsure({ code, reason, what, why, next }: NotDone): OpsError {
  return new OpsError({ code, reason, what, why, next });
}

function vanished({ host, command }: OnceRun): OpsError {
  return new OpsError({
    code: "once-vanished",
    reason: "system",
    what: `What became of ${nameOf(command)} on ${host} cannot be told`,
    why: "it was started there, and its directory under ~/.mesos-console is gone",
    next: `look on ${host} whether it runs or has run, then settle! the step`,
  });
}

function stillRuns({ host, command }: OnceRun): OpsError {
  return new OpsError({
    code: "once-still-runs",
    reason: "system",
    what: `${nameOf(command)} on ${host} has not ended`,
    why: "it goes on without the console",
    next: 'resume!("{run}") looks again how it ended',
  });
}

/** The program, without what only sets its surroundings. */
export function nameOf({ argv }: HostCommand): string {
  const [first = "", ...rest] = argv;
  if (first !== "env") return first;
  const isSetting = (word: string, index: number) => word === "-u" || rest[index - 1] === "-u" || word.includes("=");
  return rest.find((word, index) => !isSetting(word, index)) ?? first;
}
