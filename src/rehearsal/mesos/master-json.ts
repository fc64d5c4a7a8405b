import type { Fields } from "../../model/json.ts";
import { agentInfo, nanoseconds, seconds } from "./agent-json.ts";
import { agentCapacity, taskCapacity } from "./capacity.ts";
import type { ClusterNow } from "./cluster.ts";
import { drainNow } from "./drains.ts";
import { isAlive, type Life } from "./lives.ts";
import type { Reign } from "./reigns.ts";
import { splitTasks } from "./task-json.ts";
import { announcedHostname, unitOf, variableOf, versionOf } from "./units.ts";

export const masterPort = 5050;

/** One master process, asked at one moment. */
export interface Asked {
  readonly cluster: ClusterNow;
  readonly life: Life;
  /** Its reign, when it is the one who leads. */
  readonly reign: Reign | undefined;
  readonly isRecovered: boolean;
}

export function hostnameOf({ machine }: Life): string {
  return announcedHostname(machine, unitOf(machine, "mesos-master"));
}

export function pidOf({ machine }: Life): string {
  return `master@${machine.address}:${masterPort}`;
}

export const capabilities = ["AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2"];

/** `MasterInfo`. Its `ip` is the address as a little-endian number (sheet, section 1). */
export function masterInfo({ leader, id }: Reign): Fields {
  const { address } = leader.machine;
  const hostname = hostnameOf(leader);
  return {
    ...{ id, ip: numberOf(address), port: masterPort, pid: pidOf(leader), hostname, version: versionOfMaster(leader) },
    address: { hostname, ip: address, port: masterPort },
    capabilities: capabilities.map((type) => ({ type })),
  };
}

function numberOf(address: string): number {
  return address.split(".").reduceRight((sum, octet) => sum * 256 + Number(octet), 0);
}

function versionOfMaster({ machine }: Life): string {
  return versionOf(unitOf(machine, "mesos-master"));
}

export function versionInfo(life: Life): Fields {
  return {
    build_date: "2026-11-20 06:52:00 UTC",
    build_time: 1_795_157_520,
    build_user: "root",
    git_sha: "c1b42f79d157aa900be5cbb0c1023f1479962aa7",
    version: versionOfMaster(life),
  };
}

export function clusterName({ machine }: Life): string {
  return variableOf(machine, unitOf(machine, "mesos-master"), "MESOS_CLUSTER") ?? "rehearsal";
}

/** The flags that matter to an operator, and those of the unit's environment. */
export function flagsOf(life: Life): Readonly<Record<string, string>> {
  const unit = unitOf(life.machine, "mesos-master");
  const names = Object.keys(unit?.environment ?? {}).filter((name) => name.startsWith("MESOS_"));
  const given = names.map((name) => [name.slice(6).toLowerCase(), variableOf(life.machine, unit, name) ?? ""]);
  return { ...defaultFlags, hostname: hostnameOf(life), ip: life.machine.address, ...Object.fromEntries(given) };
}

const defaultFlags = {
  agent_ping_timeout: "15secs",
  agent_reregister_timeout: "10mins",
  allocation_interval: "1secs",
  authenticate_agents: "false",
  authenticate_frameworks: "false",
  authenticate_http_readonly: "false",
  authenticate_http_readwrite: "false",
  log_auto_initialize: "true",
  max_agent_ping_timeouts: "5",
  max_completed_frameworks: "50",
  max_completed_tasks_per_framework: "1000",
  port: String(masterPort),
  registry: "replicated_log",
  registry_fetch_timeout: "1mins",
  work_dir: "/var/lib/mesos",
  zk_session_timeout: "10secs",
};

/** How long a master takes to fetch its replicated log from the others. */
const logRecoversMs = 2_000;

/** The gauges that an operator's tools read. A master that does not lead has zeros. */
export function metricsOf({ cluster, life, reign }: Asked): Fields {
  const agents = reign ? cluster.agents.filter((agent) => agent.state !== "recovered") : [];
  const connected = agents.filter((agent) => agent.state === "active");
  const active = connected.filter((agent) => !cluster.registry.isDeactivated(agent.registration.id, cluster.now));
  const running = reign ? splitTasks(cluster).running.length : 0;
  const masters = cluster.contest.masters.filter((other) => isAlive(other, cluster.now));
  const cpus = { total: agents.length * agentCapacity.cpus, used: running * taskCapacity.cpus };
  const mem = { total: agents.length * agentCapacity.mem, used: running * taskCapacity.mem };
  return {
    "master/elected": reign ? 1 : 0,
    "master/uptime_secs": seconds(cluster.now - life.from),
    "master/slaves_active": active.length,
    "master/slaves_connected": connected.length,
    "master/slaves_disconnected": agents.length - connected.length,
    "master/slaves_inactive": agents.length - active.length,
    "master/slaves_unreachable": reign ? cluster.unreachable.length : 0,
    "master/frameworks_active": agents.length > 0 ? cluster.frameworks.length : 0,
    "master/tasks_running": running,
    "master/tasks_staging": 0,
    "master/cpus_total": cpus.total,
    "master/cpus_used": cpus.used,
    "master/cpus_percent": cpus.used / (cpus.total || 1),
    "master/mem_total": mem.total,
    "master/mem_used": mem.used,
    "master/mem_percent": mem.used / (mem.total || 1),
    "registrar/log/ensemble_size": masters.length,
    "registrar/log/recovered": cluster.now >= life.from + logRecoversMs ? 1 : 0,
    "registrar/queued_operations": 0,
  };
}

/**
 * `/registrar(1)/registry`: `{}` on a master that does not lead. Source: recorded, and `src/master/registry.proto` of
 * Apache Mesos for `unreachable` and `gone`, which are absent while they are empty.
 */
export function registryOf({ cluster, reign, isRecovered }: Asked): Fields {
  if (!reign || !isRecovered) return {};
  const slaves = cluster.agents.map((agent) => {
    const drain = drainNow(cluster, agent);
    const deactivated = cluster.registry.isDeactivated(agent.registration.id, cluster.now);
    return { deactivated, info: agentInfo(agent, { role: "*" }), ...(drain && { drain_info: drain.info }) };
  });
  const unreachable = cluster.unreachable.map(({ id, sessions }) => ({
    ...recordOf(id, sessions.at(-1)?.life.to ?? 0),
    ...(cluster.registry.isDeactivated(id, cluster.now) && { deactivated: true }),
  }));
  const gone = cluster.registry.gone().map(({ id, at }) => recordOf(id, at));
  return {
    master: { info: masterInfo(reign) },
    ...(cluster.registry.requiresDraining() && { minimum_capabilities: [{ capability: "AGENT_DRAINING" }] }),
    slaves: { slaves },
    ...(unreachable.length > 0 && { unreachable: { slaves: unreachable } }),
    ...(gone.length > 0 && { gone: { slaves: gone } }),
  };
}

function recordOf(id: string, at: number): Fields {
  return { id: { value: id }, timestamp: nanoseconds(at) };
}
