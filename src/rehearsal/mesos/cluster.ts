import type { Machine, Machines } from "../machine.ts";
import { isUnreachable, type Known, knownTo, type Registration, registrationsOf } from "./agents.ts";
import { type Draining, drainNow } from "./drains.ts";
import { isAlive, type Life } from "./lives.ts";
import type { Registry } from "./registry.ts";
import { type Contest, type Reign, reignsOf, withFailOver } from "./reigns.ts";
import { type Task, tasksOf } from "./tasks.ts";
import { announcedHostname, electionOf, unitOf, zookeeperHosts } from "./units.ts";
import { crunching, type FrameworkKind, type Workload } from "./workload.ts";

/** One cluster as it is at one moment: the masters, their ZooKeeper and the agents under the same `zk://…`. */
export interface ClusterNow {
  readonly now: number;
  readonly contest: Contest;
  /** Whom the masters believe to lead; it may be dead for some seconds. */
  readonly believed: Reign | undefined;
  /** The reign that goes on now, recovered or not. */
  readonly reign: Reign | undefined;
  readonly frameworks: readonly Framework[];
  /** What a recovered leader knows; none before. */
  readonly agents: readonly Known[];
  /** Those that it has given up, and that are not marked gone. */
  readonly unreachable: readonly Registration[];
  readonly tasks: readonly Task[];
  readonly registry: Registry;
}

/** One framework of the workload. */
export interface Framework extends FrameworkKind {
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
  const workload = machines.workload ?? crunching;
  const tasks = known.flatMap(({ registration }) =>
    loadOf(workload, registration, registry, { seed: machines.seed, now }),
  );
  const agents = known.filter((agent) => !isGone({ now, registry, tasks }, agent));
  const unreachable = registrations.filter((each) => isUnreachable(each, now) && !registry.isGone(each.id));
  const frameworks = frameworksOf(workload, reigns);
  return { now, contest, believed, reign, frameworks, agents, unreachable, tasks, registry };
}

function loadOf(
  workload: Workload,
  registration: Registration,
  registry: Registry,
  { seed, now }: Pick<Machines, "seed"> & { readonly now: number },
): readonly Task[] {
  const { id, machine, at } = registration;
  const hostname = announcedHostname(machine, unitOf(machine, "mesos-agent"));
  const rows = workload.rowsOf({ seed, id, hostname, since: at });
  return rows.flatMap((row) => tasksOf(row, registration, registry, now));
}

function contestOf(election: string, lives: readonly Life[], machines: Machines): Contest {
  const hosts = zookeeperHosts(election);
  const contest = {
    seed: machines.seed,
    servers: lives.filter(({ machine }) => isOneOf(hosts, machine) && unitOf(machine, "zookeeper")),
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

function isOneOf(hosts: readonly string[], { address, hostname }: Machine): boolean {
  return hosts.includes(address) || hosts.includes(hostname);
}

function frameworksOf({ frameworks }: Workload, reigns: readonly Reign[]): readonly Framework[] {
  const first = reigns.find((reign) => reign.recoveredAt < reign.endsAt);
  if (!first) return [];
  const registeredAt = first.recoveredAt + 1_000;
  return frameworks.map((kind, index) => ({
    ...kind,
    id: `${first.id}-${String(index).padStart(4, "0")}`,
    registeredAt,
  }));
}

/** The master process at an address, if one is up. */
export function masterAt(cluster: ClusterNow, address: string): Life | undefined {
  return cluster.contest.masters.find((life) => life.machine.address === address && isAlive(life, cluster.now));
}
