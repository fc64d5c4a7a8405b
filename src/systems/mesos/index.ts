import { type Environment, isAws } from "../../model/environment.ts";
import { isSystemError, OpsError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import type { Identity, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { Detour, type Forward } from "../../remote/detour.ts";
import { type Agent, readAgents } from "./agents.ts";
import { unknown } from "./answers.ts";
import { type Cluster, clusterOf, notConfigured } from "./cluster.ts";
import { conditions } from "./conditions.ts";
import { mesosError } from "./error.ts";
import { hostChanges } from "./host-changes.ts";
import { findLeader, type Leader } from "./leader.ts";
import { defaultLimits, type Limits, type Reach } from "./limits.ts";
import { type Looks, looksAt } from "./looks.ts";
import { type MasterHealth, readMasters } from "./masters.ts";
import { stackChanges } from "./stack-changes.ts";
import { summaryOf } from "./summary.ts";
import { readTasks, type Task } from "./tasks.ts";

export type { Agent, Leader, MasterHealth, Task };

/** What can be read of a stack's Mesos. Each throws an OpsError of reason `system` when it cannot be known. */
export interface MesosReads {
  /** The master that leads and has recovered; throws `mesos-no-leader` with what each master said. */
  leader(stack: string): Promise<Leader>;
  /** All agents that the leader knows, the ones not back since a failover included. */
  agents(stack: string): Promise<readonly Agent[]>;
  /** The tasks of an agent that have not ended. */
  tasks(stack: string, agentId: string): Promise<readonly Task[]>;
  /** Each configured master, reachable or not. */
  masters(stack: string): Promise<readonly MasterHealth[]>;
  /** All of it in short, as JSON for `status`. Never throws for an unreachable cluster. */
  summary(stack: string): Promise<Fields>;
}

/** The system `mesos` and what it reads besides. */
export type Mesos = System & MesosReads;

export interface MesosOptions {
  readonly environment: Environment;
  readonly world: World;
  readonly limits?: Partial<Limits>;
  /** A tunnel through the gateway, for where this machine does not reach the masters. */
  readonly forward?: Forward;
}

/** The Mesos masters of an environment's stacks, or of its one cluster, and the ZooKeeper servers beside them. */
export function createMesos({ environment, world, limits, forward }: MesosOptions): Mesos {
  const ending = new AbortController();
  const reach: Reach = {
    connect: (host, port) => world.connect(host, port),
    limits: { ...defaultLimits, ...limits },
    signal: ending.signal,
    ...(forward && { detour: detourBy(forward) }),
  };
  const configured = clustersOf(environment, reach);
  const looks = (stack: string): Looks => {
    const found = configured(stack);
    if (!found) throw notConfigured(stack);
    return found;
  };
  const cluster = (stack: string): Cluster => looks(stack).cluster;
  const changes = isAws(environment) ? stackChanges(cluster) : hostChanges(cluster(environment.name));
  return {
    name: "mesos",
    identify: async () => identityOf(environment),
    leader: async (stack) => await findLeader(cluster(stack)),
    agents: async (stack) => await readAgents(cluster(stack)),
    tasks: async (stack, agentId) => await readTasks(cluster(stack), agentId),
    masters: async (stack) => await readMasters(cluster(stack)),
    summary: async (stack) => await summaryOf(configured(stack)?.cluster),
    ...changes,
    holds: async (condition) => await holds(configured(condition.stack), condition),
    close: () => ending.abort(),
  };
}

function detourBy(forward: Forward): Detour {
  const code = "mesos-unreachable";
  const unreachable = (what: string, why: string, cause: unknown) => mesosError(code, what, why, cause);
  return new Detour({ forward, code, unreachable, isToldByOthers: true });
}

/** Of each cluster its looks, so that those who ask side by side share them. A place has one, whatever the scope. */
function clustersOf(environment: Environment, reach: Reach): (stack: string) => Looks | undefined {
  const known = new Map<string, Looks | undefined>();
  return (scope) => {
    const stack = isAws(environment) ? scope : environment.name;
    const found = known.get(stack) ?? newLooks(clusterOf(environment, stack, reach));
    known.set(stack, found);
    return found;
  };
}

function newLooks(cluster: Cluster | undefined): Looks | undefined {
  return cluster && looksAt(cluster);
}

/** No network: the masters take no credentials, so there is nothing to prove. */
function identityOf(environment: Environment): Identity {
  const where = placesOf(environment);
  return {
    system: "mesos",
    where: where.length > 0 ? `masters of ${where.join("; ")}` : "no stack has its masters' ports configured",
    who: "without credentials",
  };
}

function placesOf(environment: Environment): readonly string[] {
  if (!isAws(environment)) return [`${environment.name}: ${environment.masters.names.join(", ")}`];
  const reached = Object.entries(environment.stacks).filter(([, stack]) => stack.mesos);
  return reached.map(([name, { masters }]) => `${name} at ${masters.zones.map(({ address }) => address).join(", ")}`);
}

async function holds(looks: Looks | undefined, condition: Condition): Promise<ConditionState> {
  const look = Object.hasOwn(conditions, condition.name) ? conditions[condition.name] : undefined;
  if (!look) throw unknownCondition(condition);
  if (!looks) return { holds: "not-configured", detail: notConfigured(condition.stack).why };
  try {
    return await look(looks, condition.parameters);
  } catch (error) {
    if (isSystemError(error)) return unknown(`${error.what}: ${error.why}`);
    throw error;
  }
}

function unknownCondition(condition: Condition): OpsError {
  return new OpsError({
    code: "unknown-condition",
    reason: "internal",
    what: `Mesos has no condition ${condition.name}`,
    why: `it knows ${Object.keys(conditions).join(", ")}`,
    next: "mend the recipe or the guard that asks for it",
  });
}
