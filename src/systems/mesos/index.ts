import { type Environment, isAws } from "../../model/environment.ts";
import { NotDone, OpsError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import type { Change, Difference } from "../../model/plan.ts";
import type { Condition, ConditionState, Observed, Resource, Target } from "../../model/resource.ts";
import type { Effects, Identity, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { type Agent, agentOf, readAgents } from "./agents.ts";
import { type Cluster, clusterOf, notConfigured } from "./cluster.ts";
import { conditions, unknown } from "./conditions.ts";
import { isSystemError } from "./error.ts";
import { findLeader, type Leader } from "./leader.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type MasterHealth, readMasters } from "./masters.ts";
import { offersOf, setOffers } from "./offers.ts";
import { differenceOf, observedAgent, targetOf } from "./resources.ts";
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
}

/** The Mesos masters of an environment's stacks and the ZooKeeper servers beside them. */
export function createMesos({ environment, world, limits }: MesosOptions): Mesos {
  const ending = new AbortController();
  const reach = {
    connect: (host: string, port: number) => world.connect(host, port),
    limits: { ...defaultLimits, ...limits },
    signal: ending.signal,
  };
  const configured = (stack: string) => clusterOf(environment, stack, reach);
  const cluster = (stack: string): Cluster => {
    const found = configured(stack);
    if (!found) throw notConfigured(stack);
    return found;
  };
  return {
    name: "mesos",
    identify: async () => identityOf(environment),
    leader: async (stack) => await findLeader(cluster(stack)),
    agents: async (stack) => await readAgents(cluster(stack)),
    tasks: async (stack, agentId) => await readTasks(cluster(stack), agentId),
    masters: async (stack) => await readMasters(cluster(stack)),
    summary: async (stack) => await summaryOf(configured(stack)),
    observe: async (resources) => await observe(cluster, resources),
    diff: (resource, observed): Difference => differenceOf(resource, observed),
    apply: async (change, effects) => await apply(cluster(change.stack), change, effects),
    resolve: async (change) => await resolve(cluster(change.stack), change),
    holds: async (condition) => await holds(configured(condition.stack), condition),
    close: () => ending.abort(),
  };
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

async function observe(
  cluster: (stack: string) => Cluster,
  resources: readonly Resource[],
): Promise<readonly Observed[]> {
  const stacks = [...new Set(resources.map((resource) => resource.stack))];
  const seen = await Promise.all(
    stacks.map(async (stack): Promise<[string, readonly Agent[]]> => [stack, await readAgents(cluster(stack))]),
  );
  const agents = new Map(seen);
  return resources.flatMap((resource) => {
    const agent = agentOf(agents.get(resource.stack) ?? [], resource.name);
    return agent ? [observedAgent(resource, agent)] : [];
  });
}

async function apply(cluster: Cluster, change: Change, effects: Effects): Promise<void> {
  const offers = offersOf(change);
  if (change.kind !== "agent" || change.action !== "act" || !offers) throw cannotApply(change);
  const done = await effects.perform(setOffers(cluster, change.name, offers));
  if (done.agent === null) effects.log(`no agent of the name ${change.name} is registered: nothing to drain`);
  else effects.log(`agent ${done.agent}: ${offers === "none" ? "offers stopped" : "offers resumed"}`);
}

function cannotApply(change: Change): NotDone {
  return new NotDone({
    code: "mesos-unknown-change",
    reason: "internal",
    what: `${change.id} is nothing that Mesos can do`,
    why: "only offers of agents can be changed: action act, kind agent, after {offers: all or none}",
    next: "mend the recipe that planned it",
  });
}

async function resolve(cluster: Cluster, change: Change): Promise<readonly Target[]> {
  const agent = agentOf(await readAgents(cluster), change.name);
  return agent ? [targetOf(agent)] : [];
}

async function holds(cluster: Cluster | undefined, condition: Condition): Promise<ConditionState> {
  const look = Object.hasOwn(conditions, condition.name) ? conditions[condition.name] : undefined;
  if (!look) throw unknownCondition(condition);
  if (!cluster) return { holds: "not-configured", detail: notConfigured(condition.stack).why };
  try {
    return await look(cluster, condition.parameters);
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
