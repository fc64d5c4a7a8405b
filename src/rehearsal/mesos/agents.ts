import { draw } from "./draw.ts";
import type { Life } from "./lives.ts";
import type { Reign } from "./reigns.ts";
import { attributesOf } from "./units.ts";

/** The first registration of one agent, which gives it its id. World milliseconds. */
export interface Registration {
  readonly life: Life;
  readonly id: string;
  readonly at: number;
}

/** How the present leader knows an agent. */
export interface Known {
  readonly registration: Registration;
  /** `recovered`: from the registry, not back since the fail-over. */
  readonly state: "active" | "disconnected" | "recovered";
  /** When it came back to a later leader than its first. */
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

/** Every agent's first registration, by the time at which it happens. */
export function registrationsOf(agents: Agents): readonly Registration[] {
  const firsts = agents.lives.flatMap((life) => firstRegistration(agents, life) ?? []);
  const byReign = Map.groupBy(
    firsts.toSorted((a, b) => a.at - b.at),
    (first) => first.reign,
  );
  return [...byReign].flatMap(([reign, members]) =>
    members.map(({ life, at }, index) => ({ life, at, id: `${reign.id}-S${index}` })),
  );
}

interface First {
  readonly life: Life;
  readonly reign: Reign;
  readonly at: number;
}

function firstRegistration(agents: Agents, life: Life): First | undefined {
  const startsAt = life.from + (agents.hasLost && isLost(agents.lives, life) ? lostForMs : 0);
  const takesMs = Math.round(draw(agents.seed, `register/${life.machine.id}`, 5_000, 15_000));
  const chances = agents.reigns.map((reign) => ({ life, reign, at: Math.max(startsAt, reign.recoveredAt) + takesMs }));
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

/** Whether the masters have given an agent up: it is in no list any more, only counted. */
export function isUnreachable({ life }: Registration, now: number): boolean {
  return life.to + unreachableMs <= now;
}

/** What the leader of a reign that has recovered knows of an agent now; `undefined`: nothing, or no more. */
export function knownTo(reign: Reign, seed: number, registration: Registration, now: number): Known | undefined {
  const { life, at } = registration;
  if (at > now || isUnreachable(registration, now)) return undefined;
  const state = now < life.to ? "active" : "disconnected";
  if (at >= reign.electedAt) return { registration, state };
  const backAt = reign.recoveredAt + Math.round(draw(seed, `back/${reign.electedAt}/${life.machine.id}`, 200, 2_000));
  if (backAt < life.to && backAt <= now) return { registration, state, reregisteredAt: backAt };
  return now < reign.recoveredAt + reregisterWithinMs ? { registration, state: "recovered" } : undefined;
}
