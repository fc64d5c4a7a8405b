import { OpsError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import type { ConditionState } from "../../model/resource.ts";
import { type Agent, agentOf, readAgents, typeOf } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { isSystemError, quoted } from "./error.ts";
import { findLeader, type Leader } from "./leader.ts";
import { type MasterHealth, readMasters } from "./masters.ts";
import { isFields, textAt } from "./read.ts";
import { readTasks } from "./tasks.ts";

type Look = (cluster: Cluster, parameters: Fields) => Promise<ConditionState>;

/** What one can wait for in a cluster, by the condition's name. Each is one look; what cannot be seen is `unknown`. */
export const conditions: Readonly<Record<string, Look>> = {
  "leader-elected": leaderElected,
  "agents-registered": agentsRegistered,
  "agent-registered": agentRegistered,
  "tasks-ended": tasksEnded,
  "master-joined": masterJoined,
  "masters-healthy": mastersHealthy,
  "master-leads": masterLeads,
};

/** Parameters: none. A cluster that answers and has no leader is a `no`: an election takes about 10 s. */
async function leaderElected(cluster: Cluster): Promise<ConditionState> {
  try {
    const leader = await findLeader(cluster);
    return yes(`${leader.host} leads (${quoted(leader.version)})`);
  } catch (error) {
    if (isSystemError(error) && error.code === "mesos-no-leader") return no(error.why);
    throw error;
  }
}

/** Parameters: `{expected: {"mesos-fixed": 4}}`, active registered agents by their `slave-type`, at least. */
async function agentsRegistered(cluster: Cluster, parameters: Fields): Promise<ConditionState> {
  const expected = countsOf(parameters);
  const agents = await readAgents(cluster);
  const rows = Object.entries(expected).map(([type, wanted]) => {
    const active = agents.filter((agent) => agent.isActive && typeOf(agent) === type).length;
    return { type, missing: Math.max(0, wanted - active), wanted };
  });
  const total = rows.reduce((sum, row) => sum + row.wanted, 0);
  const done = total - rows.reduce((sum, row) => sum + row.missing, 0);
  const missing = rows.filter((row) => row.missing > 0).map((row) => `${row.type} ${row.missing}`);
  const parts = [`${done} of ${total} agents registered`, ...listed("missing", missing), ...notActive(agents)];
  return { holds: done === total ? "yes" : "no", detail: parts.join("; "), progress: { done, total } };
}

/** Why agents that exist are not counted. */
function notActive(agents: readonly Agent[]): readonly string[] {
  const waiting = agents.filter((agent) => !agent.isRegistered).length;
  const deactivated = agents.filter((agent) => agent.isDeactivated).map(({ hostname }) => quoted(hostname));
  const lost = agents.filter((agent) => agent.isRegistered && !agent.isActive && !agent.isDeactivated).length;
  return [
    ...(waiting > 0 ? [`${waiting} not back since the failover`] : []),
    ...(deactivated.length > 0 ? [`${deactivated.length} deactivated (${shortened(deactivated)}): no new tasks`] : []),
    ...(lost > 0 ? [`${lost} disconnected`] : []),
  ];
}

/** Parameters: `{hostname}` or `{address}`. */
async function agentRegistered(cluster: Cluster, parameters: Fields): Promise<ConditionState> {
  const host = hostOf(parameters);
  const agent = agentOf(await readAgents(cluster), host);
  if (!agent) return no(`no agent is registered as ${host}`);
  if (!agent.isRegistered) return no(`${host} has not registered again since the failover`);
  if (agent.isActive) return yes(`${host} is registered and active`);
  return no(agent.isDeactivated ? `${host} is registered and deactivated` : `${host} is disconnected`);
}

/**
 * Parameters: `{hostname}` or `{address}`. Decided by the resources that the agent's tasks and executors hold, which
 * the leader tells with the agents; the list of tasks may be too large to read and only adds their names.
 * Where a recovered leader knows no agent there is nothing to wait for: the agent is gone, or so long unreachable that
 * its frameworks were told. One that has not registered again since a failover is `unknown`.
 */
async function tasksEnded(cluster: Cluster, parameters: Fields): Promise<ConditionState> {
  const host = hostOf(parameters);
  const leader = await findLeader(cluster);
  const agent = agentOf(await readAgents(cluster, leader), host);
  if (!agent) return withoutAgent(leader, host);
  if (!agent.isRegistered) return unknown(`${host} has not registered again since the failover`);
  if (!agent.isHoldingResources) return yes(`no task holds resources of ${host}`);
  return no(await runningOn(cluster, agent));
}

/** A master of before 1.0 does not list the agents that have not registered again since a failover. */
function withoutAgent({ protocol }: Leader, host: string): ConditionState {
  const detail = `no agent is registered as ${host}`;
  if (protocol === "legacy") return unknown(`${detail}: it may not be back since a failover`);
  return yes(`${detail}: nothing to drain; what may still run there is not known to Mesos`);
}

async function runningOn(cluster: Cluster, agent: Agent): Promise<string> {
  try {
    const names = (await readTasks(cluster, agent.id)).map((task) => quoted(task.name || task.id));
    const drained = agent.drainState === "DRAINING" && names.length === 0 ? "; it is still DRAINING" : "";
    const tasks = names.length === 1 ? "1 task" : `${names.length} tasks`;
    return `${tasks} on ${quoted(agent.hostname)}: ${shortened(names)}${drained}`;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return `tasks or executors still hold resources of ${quoted(agent.hostname)} (not listed: ${error.why})`;
  }
}

/** Parameters: `{address}`. */
async function masterJoined(cluster: Cluster, parameters: Fields): Promise<ConditionState> {
  const address = required(parameters, "address");
  const master = (await readMasters(cluster)).find((one) => one.address === address);
  if (!master) return unknown(`${address} is no master of ${cluster.stack}`);
  return { holds: master.isJoined ? "yes" : "no", detail: `${address} ${master.detail}` };
}

/** Parameters: `{except?: address, atLeast: number}`: how many of the configured masters provably are joined. */
async function mastersHealthy(cluster: Cluster, parameters: Fields): Promise<ConditionState> {
  const { atLeast, except } = parameters;
  if (typeof atLeast !== "number") throw badParameters("atLeast");
  const masters = (await readMasters(cluster)).filter((master) => master.address !== except);
  const done = masters.filter((master) => master.isJoined).length;
  const detail = `${done} of ${masters.length} masters are healthy, ${atLeast} needed: ${masters.map(lineOf).join(", ")}`;
  return { holds: done >= atLeast ? "yes" : "no", detail, progress: { done: Math.min(done, atLeast), total: atLeast } };
}

function lineOf(master: MasterHealth): string {
  return `${master.address} ${master.detail}`;
}

/** Parameters: `{address}`. */
async function masterLeads(cluster: Cluster, parameters: Fields): Promise<ConditionState> {
  const address = required(parameters, "address");
  const leader = await findLeader(cluster);
  return { holds: leader.host === address ? "yes" : "no", detail: `${leader.host} leads` };
}

function hostOf(parameters: Fields): string {
  return textAt(parameters, "hostname") ?? required(parameters, "address");
}

function countsOf(parameters: Fields): Readonly<Record<string, number>> {
  if (!isFields(parameters.expected)) throw badParameters("expected");
  return Object.fromEntries(Object.entries(parameters.expected).map(([type, count]) => [type, Number(count)]));
}

function required(parameters: Fields, name: string): string {
  const value = textAt(parameters, name);
  if (value === undefined) throw badParameters(name);
  return value;
}

function badParameters(name: string): OpsError {
  return new OpsError({
    code: "bad-condition",
    reason: "internal",
    what: `a Mesos condition lacks ${name}`,
    why: "a recipe or a guard made it without",
    next: "mend the recipe or the guard",
  });
}

function listed(word: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${word} ${items.join(", ")}`];
}

/** Five of them, and how many more. */
function shortened(names: readonly string[]): string {
  const more = names.length > 5 ? `, … ${names.length - 5} more` : "";
  return `${names.slice(0, 5).join(", ")}${more}`;
}

function yes(detail: string): ConditionState {
  return { holds: "yes", detail };
}

function no(detail: string): ConditionState {
  return { holds: "no", detail };
}

export function unknown(detail: string): ConditionState {
  return { holds: "unknown", detail };
}
