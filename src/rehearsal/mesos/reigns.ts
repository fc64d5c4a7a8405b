import { uuid } from "./draw.ts";
import { isAlive, type Life } from "./lives.ts";
import { unitOf, variableOf } from "./units.ts";

/** What decides who leads: the ZooKeeper servers and the master processes of one cluster, over time. */
export interface Contest {
  readonly seed: number;
  readonly servers: readonly Life[];
  readonly masters: readonly Life[];
  /** How many ZooKeeper servers the cluster is configured with. */
  readonly ensembleSize: number;
}

/** The time during which one master leads. World milliseconds. */
export interface Reign {
  readonly leader: Life;
  /** The master's id: its process's, as it is in the ids of the agents that registered with it. */
  readonly id: string;
  readonly electedAt: number;
  /** Until then its legacy endpoints answer as if there were no agents; `Infinity` without a quorum of masters. */
  readonly recoveredAt: number;
  /** Its session is lost or ZooKeeper is; `Infinity` while it leads. */
  readonly endsAt: number;
  /** How long the others still redirect to it. */
  readonly believedUntil: number;
}

/** ZooKeeper's session time-out (`--zk_session_timeout`): nobody else is elected before. */
const sessionMs = 10_000;
/** Followers kept redirecting to a dead leader for 8 to 11 s (sheet, section 8, point 5). */
const believedMs = 8_000;
const recoveryMs = 500;

/** Every reign so far, and the one that will begin if nothing changes. Derived from the lives alone. */
export function reignsOf(contest: Contest): readonly Reign[] {
  const reigns: Reign[] = [];
  for (let reign = nextReign(contest, 0); reign; reign = nextReign(contest, reign.endsAt)) reigns.push(reign);
  return reigns;
}

function nextReign(contest: Contest, after: number): Reign | undefined {
  const begun = firstMoment(contest, after, (moment) => hasQuorum(contest, moment) && oldestMaster(contest, moment));
  if (begun === undefined) return undefined;
  const electedAt = begun + sessionMs;
  const leader = hasQuorum(contest, electedAt) ? oldestMaster(contest, electedAt) : undefined;
  return leader ? reignOf(contest, leader, electedAt) : nextReign(contest, electedAt);
}

function reignOf(contest: Contest, leader: Life, electedAt: number): Reign {
  const quorumLostAt = firstMoment(contest, electedAt, (moment) => !hasQuorum(contest, moment)) ?? Infinity;
  const endsAt = Math.min(leader.to, quorumLostAt + sessionMs);
  const believedUntil = endsAt === leader.to ? endsAt + believedMs : endsAt;
  const id = uuid(contest.seed, `master/${leader.machine.id}/${leader.from}`);
  return { leader, id, electedAt, recoveredAt: recoveredAt(contest, leader, electedAt), endsAt, believedUntil };
}

function recoveredAt(contest: Contest, leader: Life, electedAt: number): number {
  const quorum = Number(variableOf(leader.machine, unitOf(leader.machine, "mesos-master"), "MESOS_QUORUM") ?? 1);
  const alive = (moment: number) => contest.masters.filter((life) => isAlive(life, moment)).length;
  const logged = firstMoment(contest, electedAt, (moment) => alive(moment) >= quorum);
  return (logged ?? Infinity) + recoveryMs;
}

/** The contender whose session has stood longest leads: its node has the lowest number. */
function oldestMaster({ masters }: Contest, moment: number): Life | undefined {
  const alive = masters.filter((life) => isAlive(life, moment));
  return alive.toSorted((a, b) => a.from - b.from || a.machine.address.localeCompare(b.machine.address))[0];
}

export function hasQuorum({ servers, ensembleSize }: Contest, moment: number): boolean {
  return servers.filter((life) => isAlive(life, moment)).length > ensembleSize / 2;
}

/** The first moment from `after` on at which something changed and the predicate holds. */
function firstMoment(contest: Contest, after: number, holds: (moment: number) => unknown): number | undefined {
  const lives = [...contest.servers, ...contest.masters];
  const changes = lives.flatMap((life) => [life.from, life.to]).filter((moment) => moment > after && moment < Infinity);
  return [after, ...changes.toSorted((a, b) => a - b)].find((moment) => holds(moment));
}

const failsAfterMs = 60_000;
const failsForMs = 30_000;

/** The fault `master-fails-over`: a minute after the first election the leader's process dies for half a minute. */
export function withFailOver(contest: Contest): Contest {
  const first = nextReign(contest, 0);
  if (!first) return contest;
  const diesAt = first.electedAt + failsAfterMs;
  const masters = contest.masters.flatMap((life) => {
    if (life !== first.leader || life.to <= diesAt) return [life];
    return [
      { ...life, to: diesAt },
      { ...life, from: diesAt + failsForMs },
    ].filter(({ from, to }) => from < to);
  });
  return { ...contest, masters };
}
