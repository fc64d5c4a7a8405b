import type { Machines } from "../machine.ts";
import { isUnreachable, type Known, knownTo, type Registration, registrationsOf } from "./agents.ts";
import { type Draining, drainNow } from "./drains.ts";
import { isAlive, type Life } from "./lives.ts";
import type { Registry } from "./registry.ts";
import { type Contest, type Reign, reignsOf, withFailOver } from "./reigns.ts";
import { type Task, tasksOf } from "./tasks.ts";
import { electionOf, unitOf, zookeeperHosts } from "./units.ts";

/** One cluster as it is at one moment: the masters, their ZooKeeper and the agents under the same `zk://…`. */
export interface ClusterNow {
  readonly now: number;
  readonly contest: Contest;
  /** Whom the masters believe to lead; it may be dead for some seconds. */
  readonly believed: Reign | undefined;
  /** The reign that goes on now, recovered or not. */
  readonly reign: Reign | undefined;
  readonly framework: Framework | undefined;
  /** What a recovered leader knows; none before. */
  readonly agents: readonly Known[];
  /** How many it has given up. */
  readonly unreachable: number;
  readonly tasks: readonly Task[];
  readonly registry: Registry;
}

/** The rehearsal's only framework: whatever runs, it runs. */
export interface Framework {
  readonly id: string;
  readonly registeredAt: number;
}

/** The cluster of an election string, derived from the lives of the machines so far. */
export function clusterNow(
  election: string,
  lives: readonly Life[],
  machines: Machines,
  registry: Registry,
): ClusterNow {
  const now = machines.now();
  const contest = contestOf(election, lives, machines);
  const reigns = reignsOf(contest);
  const last = reigns.findLast((reign) => reign.electedAt <= now);
  const reign = last && now < last.endsAt ? last : undefined;
  const believed = last && now < last.believedUntil ? last : undefined;
  const registrations = reign && now >= reign.recoveredAt ? registrationsIn(election, lives, machines, reigns) : [];
  const known = reign ? registrations.flatMap((each) => knownTo(reign, machines.seed, each, now) ?? []) : [];
  const tasks = known.flatMap(({ registration: { id, at } }) =>
    tasksOf({ seed: machines.seed, agent: id, since: at, registry }, now),
  );
  const agents = known.filter((agent) => !isGone({ now, registry, tasks }, agent));
  const unreachable = registrations.filter((each) => isUnreachable(each, now) && !registry.isGone(each.id)).length;
  return { now, contest, believed, reign, framework: frameworkOf(reigns), agents, unreachable, tasks, registry };
}

function contestOf(election: string, lives: readonly Life[], machines: Machines): Contest {
  const hosts = zookeeperHosts(election);
  const contest = {
    seed: machines.seed,
    servers: lives.filter(({ machine }) => hosts.includes(machine.address) && unitOf(machine, "zookeeper")),
    masters: lives.filter(({ machine }) => unitOf(machine, "mesos-master") && electionOf(machine) === election),
    ensembleSize: hosts.length,
  };
  return machines.hasFault("master-fails-over") ? withFailOver(contest) : contest;
}

function registrationsIn(
  election: string,
  lives: readonly Life[],
  machines: Machines,
  reigns: readonly Reign[],
): readonly Registration[] {
  const own = lives.filter(({ machine }) => unitOf(machine, "mesos-agent") && electionOf(machine) === election);
  return registrationsOf({ seed: machines.seed, lives: own, reigns, hasLost: machines.hasFault("agents-lost") });
}

/** Marked gone by itself, or by a drain with `mark_gone` that has ended. */
function isGone(draining: Draining, agent: Known): boolean {
  const { id } = agent.registration;
  const hasDrained = drainNow(draining, agent)?.isDrained === true;
  return draining.registry.isGone(id) || (hasDrained && draining.registry.drainOf(id)?.marksGone === true);
}

function frameworkOf(reigns: readonly Reign[]): Framework | undefined {
  const first = reigns.find((reign) => reign.recoveredAt < reign.endsAt);
  return first && { id: `${first.id}-0000`, registeredAt: first.recoveredAt + 1_000 };
}

/** The master process at an address, if one is up. */
export function masterAt(cluster: ClusterNow, address: string): Life | undefined {
  return cluster.contest.masters.find((life) => life.machine.address === address && isAlive(life, cluster.now));
}
