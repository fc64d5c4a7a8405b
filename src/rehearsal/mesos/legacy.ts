import type { Fields } from "../../model/json.ts";
import { fullSlave, legacyRecovered, legacySlave, seconds } from "./agent-json.ts";
import type { Known } from "./agents.ts";
import type { ClusterNow, Framework } from "./cluster.ts";
import { type Asked, capabilities, clusterName, flagsOf, hostnameOf, pidOf, versionInfo } from "./master-json.ts";
import type { Reign } from "./reigns.ts";
import {
  frameworkIdOf,
  fullFramework,
  legacyFramework,
  legacyTask,
  splitTasks,
  taskCounts,
  tasksOfFramework,
} from "./task-json.ts";

/** The legacy endpoints that only the leader answers, by their path. Before it has recovered they show empty lists. */
export const leaderPages: Readonly<Record<string, (asked: Asked, reign: Reign, query: URLSearchParams) => Fields>> = {
  "/slaves": (asked, _reign, query) => slaves(asked, query.get("slave_id")),
  "/state-summary": summary,
  "/state": state,
  "/frameworks": (asked, _reign, query) => frameworks(asked, query.get("framework_id")),
  "/tasks": (asked, _reign, query) => tasks(asked, query),
};

function registered(cluster: ClusterNow): readonly Known[] {
  return cluster.agents.filter((agent) => agent.state !== "recovered");
}

function recovered(cluster: ClusterNow): readonly Fields[] {
  return cluster.agents.filter((agent) => agent.state === "recovered").map(legacyRecovered);
}

function slaves({ cluster }: Asked, id: string | null): Fields {
  const wanted = registered(cluster).filter((agent) => id === null || agent.registration.id === id);
  return { slaves: wanted.map((agent) => fullSlave(cluster, agent)), recovered_slaves: recovered(cluster) };
}

function summary({ cluster, life }: Asked): Fields {
  const frameworks = present(cluster).map((framework) => ({
    ...legacyFramework(cluster, framework),
    ...taskCounts(tasksOfFramework(cluster, framework), cluster.now),
    slave_ids: [...new Set(tasksOfFramework(cluster, framework).map((task) => task.agent))],
  }));
  const agents = registered(cluster).map((agent) => {
    const own = cluster.tasks.filter((task) => task.agent === agent.registration.id);
    const framework_ids = [...new Set(own.map((task) => frameworkIdOf(cluster, task)))];
    return { ...legacySlave(cluster, agent), ...taskCounts(own, cluster.now), framework_ids };
  });
  return { hostname: hostnameOf(life), cluster: clusterName(life), slaves: agents, frameworks };
}

/** The frameworks once some leader that has recovered knows of them. */
function present({ frameworks, agents, now }: ClusterNow): readonly Framework[] {
  return frameworks.filter((framework) => framework.registeredAt <= now && agents.length > 0);
}

function frameworks({ cluster }: Asked, id: string | null): Fields {
  const wanted = present(cluster).filter((framework) => id === null || framework.id === id);
  const full = wanted.map((framework) => fullFramework(cluster, framework));
  return { frameworks: full, completed_frameworks: [], unregistered_frameworks: [] };
}

function state({ cluster, life }: Asked, reign: Reign): Fields {
  const agents = registered(cluster).map((agent) => legacySlave(cluster, agent));
  const active = agents.filter((agent) => agent.active === true).length;
  return {
    ...versionInfo(life),
    ...{ start_time: seconds(life.from), elected_time: seconds(reign.electedAt), id: reign.id, pid: pidOf(life) },
    ...{ hostname: hostnameOf(life), capabilities, activated_slaves: active },
    ...{
      deactivated_slaves: agents.length - active,
      unreachable_slaves: cluster.unreachable.length,
      leader: pidOf(life),
    },
    leader_info: { id: reign.id, pid: pidOf(life), port: 5050, hostname: hostnameOf(life) },
    ...{ cluster: clusterName(life), flags: flagsOf(life), slaves: agents, recovered_slaves: recovered(cluster) },
    frameworks: present(cluster).map((framework) => fullFramework(cluster, framework)),
    ...{ completed_frameworks: [], orphan_tasks: [], unregistered_frameworks: [] },
  };
}

/** The newest first; numbers that are none are ignored (sheet, section 8, point 12). */
function tasks({ cluster }: Asked, query: URLSearchParams): Fields {
  const { running, completed } = splitTasks(cluster);
  const wanted = query.get("task_id");
  const all = [...running, ...completed]
    .filter((task) => wanted === null || task.id === wanted)
    .toSorted((a, b) => (query.get("order") === "asc" ? 1 : -1) * (a.startedAt - b.startedAt));
  const offset = countOf(query.get("offset"), 0);
  const page = all.slice(offset, offset + countOf(query.get("limit"), 100));
  return { tasks: page.map((task) => legacyTask(cluster, task)) };
}

function countOf(text: string | null, otherwise: number): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : otherwise;
}
