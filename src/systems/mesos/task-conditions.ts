import { isSystemError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { Agent } from "./agents.ts";
import { hostOf, no, shortened, unknown, yes } from "./answers.ts";
import type { Cluster } from "./cluster.ts";
import { agentsAt } from "./host-agents.ts";
import type { Leader } from "./leader.ts";
import type { Looks } from "./looks.ts";
import { readTasksOf } from "./tasks.ts";
import { lineOfWork, readWork } from "./work.ts";

/** A screen has so many lines; release builds come first. */
const listedAtMost = 40;

/**
 * Parameters: `{host}`. What runs there, a line each, release builds first: task, framework, since when, whom to ask.
 * The value is the ids of its agents.
 */
export async function tasksListed(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const host = hostOf(parameters);
  const { leader, agents } = await looks.agents();
  const own = agentsAt(looks.cluster, agents, host);
  if (own.some(({ isRegistered }) => !isRegistered))
    return unknown(`${host} has not registered again since the failover: its tasks are not known yet`);
  const value = own.map(({ id }) => id);
  if (own.length === 0) return { ...withoutAgent(leader, host), value };
  const work = await readWork(looks.cluster, value, leader);
  if (work.length === 0) return { ...yes(`no task runs on ${host}`), value };
  const count = work.length === 1 ? "1 task" : `${work.length} tasks`;
  const more = work.length > listedAtMost ? [`and ${work.length - listedAtMost} more`] : [];
  const lines = work.slice(0, listedAtMost).map(lineOfWork);
  return { ...yes([`${count} on ${host}`, ...lines, ...more].join("\n")), value };
}

/**
 * Parameters: `{host}`, `{hostname}` or `{address}`. Decided by the resources that tasks and executors hold, which the
 * leader tells with the agents; the list of tasks may be too large to read and only adds their names.
 * Where a recovered leader knows no agent there is nothing to wait for: the agent is gone, or so long unreachable that
 * its frameworks were told. One that has not registered again since a failover is `unknown`.
 */
export async function tasksEnded(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const host = hostOf(parameters);
  const { leader, agents } = await looks.agents();
  const own = agentsAt(looks.cluster, agents, host);
  if (own.length === 0) return withoutAgent(leader, host);
  if (own.some(({ isRegistered }) => !isRegistered))
    return unknown(`${host} has not registered again since the failover`);
  const busy = own.filter(({ isHoldingResources }) => isHoldingResources);
  if (busy.length === 0) return yes(`no task holds resources of ${host}`);
  return no(await runningOn(looks.cluster, leader, busy));
}

/** A master of before 1.0 does not list the agents that have not registered again since a failover. */
function withoutAgent({ protocol }: Leader, host: string): ConditionState {
  const detail = `no agent is registered as ${host}`;
  if (protocol === "legacy") return unknown(`${detail}: it may not be back since a failover`);
  return yes(`${detail}: nothing to drain; what may still run there is not known to Mesos`);
}

async function runningOn(cluster: Cluster, leader: Leader, agents: readonly Agent[]): Promise<string> {
  const hostname = quoted(agents[0]?.hostname ?? "");
  try {
    const ids = agents.map(({ id }) => id);
    const names = (await readTasksOf(cluster, ids, leader)).map((task) => quoted(task.name || task.id));
    const isDraining = agents.some(({ drainState }) => drainState === "DRAINING");
    const drained = isDraining && names.length === 0 ? "; it is still DRAINING" : "";
    const tasks = names.length === 1 ? "1 task" : `${names.length} tasks`;
    return `${tasks} on ${hostname}: ${shortened(names)}${drained}`;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return `tasks or executors still hold resources of ${hostname} (not listed: ${error.why})`;
  }
}
