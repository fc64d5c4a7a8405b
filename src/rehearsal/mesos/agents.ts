import type { Machine } from "../machine.ts";
import { draw } from "./draw.ts";
import type { Life } from "./lives.ts";
import type { Reign } from "./reigns.ts";
import { attributesOf } from "./units.ts";

/** One life of an agent's process, and when it was with the masters. World milliseconds. */
export interface Session {
  readonly life: Life;
  readonly at: number;
}

/** One agent: its first registration, which gives it its id, and what followed with the same work directory. */
export interface Registration {
  /** As it last was. */
  readonly machine: Machine;
  readonly id: string;
  /** World milliseconds. */
  readonly at: number;
  /** The first is the registration, the others follow a restart of the agent or of its machine. */
  readonly sessions: readonly Session[];
}

/** How the present leader knows an agent. */
export interface Known {
  readonly registration: Registration;
  /** `recovered`: from the registry, not back since the fail-over. */
  readonly state: "active" | "disconnected" | "recovered";
  /** When it came back to a later leader than its first, or after a restart. */
  readonly reregisteredAt?: number;
}

/** Five pings missed: `--agent_ping_timeout` 15 s, `--max_agent_ping_timeouts` 5, and a little (sheet, section 8, point 20). */
const unreachableMs = 80_000;
/** `--agent_reregister_timeout` */
const reregisterWithinMs = 600_000;
const lostForMs = 600_000;

interface Agents {
  readonly seed: number;
  readonly lives: readonly Life[];
  readonly reigns: readonly Reign[];
  /** The fault `agents-lost`. */
  readonly hasLost: boolean;
}

/** Every agent, by the time of its first registration. An agent is its work directory: who keeps it keeps its id. */
export function registrationsOf(agents: Agents): readonly Registration[] {
  const byDirectory = Map.groupBy(
    agents.lives.toSorted((a, b) => a.from - b.from),
    ({ machine, from }) => machine.workDir ?? `${machine.id}/${from}`,
  );
  const firsts = [...byDirectory.values()].flatMap((lives) => firstOf(agents, lives) ?? []);
  const byReign = Map.groupBy(
    firsts.toSorted((a, b) => a.at - b.at),
    (first) => first.reign,
  );
  return [...byReign].flatMap(([reign, members]) =>
    members.map(({ machine, at, sessions }, index) => ({ machine, at, sessions, id: `${reign.id}-S${index}` })),
  );
}

type First = Omit<Registration, "id"> & { readonly reign: Reign };

/** The first life of a work directory that found a leader, and those that followed. */
function firstOf(agents: Agents, lives: readonly Life[]): First | undefined {
  for (const [index, life] of lives.entries()) {
    const first = firstSession(agents, life);
    if (!first) continue;
    const followers = lives.slice(index + 1).map((later) => ({ life: later, at: later.from + takesMs(agents, later) }));
    const sessions = [first, ...followers];
    return { machine: sessions.at(-1)?.life.machine ?? life.machine, at: first.at, sessions, reign: first.reign };
  }
  return undefined;
}

function takesMs({ seed }: Agents, { machine, from }: Life): number {
  return Math.round(draw(seed, `register/${machine.id}${machine.workDir ? `/${from}` : ""}`, 5_000, 15_000));
}

function firstSession(agents: Agents, life: Life): (Session & { readonly reign: Reign }) | undefined {
  const startsAt = life.from + (agents.hasLost && isLost(agents.lives, life) ? lostForMs : 0);
  const takes = takesMs(agents, life);
  const chances = agents.reigns.map((reign) => ({ life, reign, at: Math.max(startsAt, reign.recoveredAt) + takes }));
  return chances.find(({ reign, at }) => at < reign.endsAt && at < life.to);
}

/** The first agent of each type. */
function isLost(lives: readonly Life[], life: Life): boolean {
  const type = typeOf(life);
  const first = lives
    .filter((other) => typeOf(other) === type)
    .toSorted((a, b) => a.from - b.from || a.machine.id.localeCompare(b.machine.id))[0];
  return first?.machine.id === life.machine.id;
}

function typeOf(life: Life): string {
  return attributesOf(life.machine)["slave-type"] ?? "";
}

function lastSession({ sessions }: Registration, now: number): Session | undefined {
  return sessions.findLast(({ at, life }) => at <= now && at < life.to);
}

/** Whether the masters have given an agent up: it is in no list any more, only counted. */
export function isUnreachable(registration: Registration, now: number): boolean {
  const last = lastSession(registration, now);
  return last !== undefined && last.life.to + unreachableMs <= now;
}

/** What the leader of a reign that has recovered knows of an agent now; `undefined`: nothing, or no more. */
export function knownTo(reign: Reign, seed: number, registration: Registration, now: number): Known | undefined {
  const session = lastSession(registration, now);
  if (!session || isUnreachable(registration, now)) return undefined;
  const { life, at } = session;
  const state = now < life.to ? "active" : "disconnected";
  const isFirst = session === registration.sessions[0];
  if (at >= reign.electedAt) return { registration, state, ...(!isFirst && { reregisteredAt: at }) };
  const backAt = reign.recoveredAt + Math.round(draw(seed, `back/${reign.electedAt}/${life.machine.id}`, 200, 2_000));
  if (backAt < life.to && backAt <= now) return { registration, state, reregisteredAt: backAt };
  return now < reign.recoveredAt + reregisterWithinMs ? { registration, state: "recovered" } : undefined;
}
