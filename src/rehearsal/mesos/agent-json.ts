import type { Fields, Json } from "../../model/json.ts";
import type { Known } from "./agents.ts";
import { legacyScalars, legacyTotal, nothing, taskCapacity, times, v1Held, v1Total } from "./capacity.ts";
import type { ClusterNow } from "./cluster.ts";
import { drainNow } from "./drains.ts";
import { isRunning, type Task } from "./tasks.ts";
import { announcedHostname, attributesOf, unitOf, versionOf } from "./units.ts";

const port = 5051;

const capabilities = [
  "MULTI_ROLE",
  "HIERARCHICAL_ROLE",
  "RESERVATION_REFINEMENT",
  "RESOURCE_PROVIDER",
  "RESIZE_VOLUME",
  "AGENT_OPERATION_FEEDBACK",
  "AGENT_DRAINING",
  "TASK_RESOURCE_LIMITS",
];

/** World milliseconds as Mesos' seconds. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** World milliseconds as Mesos' `TimeInfo`. */
export function nanoseconds(milliseconds: number): Fields {
  return { nanoseconds: milliseconds * 1e6 };
}

export function runningOn(cluster: ClusterNow, agent: Known): readonly Task[] {
  return cluster.tasks.filter((task) => task.agent === agent.registration.id && isRunning(task, cluster.now));
}

/** `AgentInfo` of the operator API; the registry tells its resources with their role. */
export function agentInfo({ registration: { machine, id } }: Known, resourceFields: Fields = {}): Fields {
  const attributes = Object.entries(attributesOf(machine)).map(([name, value]) => ({
    ...{ name, type: "TEXT" },
    text: { value },
  }));
  const hostname = announcedHostname(machine, unitOf(machine, "mesos-agent"));
  return { hostname, port, resources: v1Total(resourceFields), attributes, id: { value: id }, checkpoint: true };
}

/** One entry of GET_AGENTS. */
export function v1Agent(cluster: ClusterNow, agent: Known): Fields {
  const { at } = agent.registration;
  const held = v1Held(times(taskCapacity, runningOn(cluster, agent).length));
  const drain = drainNow(cluster, agent);
  return {
    agent_info: agentInfo(agent),
    ...standing(cluster, agent),
    pid: pidOf(agent),
    registered_time: nanoseconds(at),
    ...(agent.reregisteredAt !== undefined && { reregistered_time: nanoseconds(agent.reregisteredAt) }),
    total_resources: v1Total({ role: "*" }),
    ...(held.length > 0 && { allocated_resources: held }),
    capabilities: capabilities.map((type) => ({ type })),
    ...(drain && { drain_info: drain.info, estimated_drain_start_time: nanoseconds(drain.startedAt) }),
  };
}

function standing(cluster: ClusterNow, agent: Known): Fields {
  const { machine, id } = agent.registration;
  const isDeactivated = cluster.registry.isDeactivated(id, cluster.now);
  const active = agent.state === "active" && !isDeactivated;
  return { active, deactivated: isDeactivated, version: versionOf(unitOf(machine, "mesos-agent")) };
}

function pidOf({ registration }: Known): string {
  return `slave(1)@${registration.machine.address}:${port}`;
}

/** What the legacy endpoints say of an agent that is not back since a fail-over. */
export function legacyRecovered({ registration: { machine, id } }: Known): Fields {
  const hostname = announcedHostname(machine, unitOf(machine, "mesos-agent"));
  return { id, hostname, port, attributes: attributesOf(machine) };
}

/** One slave of `/state` and `/state-summary`. */
export function legacySlave(cluster: ClusterNow, agent: Known): Fields {
  const used = times(taskCapacity, runningOn(cluster, agent).length);
  const drain = drainNow(cluster, agent);
  return {
    ...legacyRecovered(agent),
    pid: pidOf(agent),
    registered_time: seconds(agent.registration.at),
    ...(agent.reregisteredAt !== undefined && { reregistered_time: seconds(agent.reregisteredAt) }),
    resources: legacyTotal(),
    used_resources: legacyScalars(used),
    offered_resources: legacyScalars(nothing),
    reserved_resources: {},
    unreserved_resources: legacyTotal(),
    ...standing(cluster, agent),
    capabilities,
    ...(drain && { drain_info: drain.info, estimated_drain_start_time_seconds: seconds(drain.startedAt) }),
  };
}

/** One slave of `/slaves`. */
export function fullSlave(cluster: ClusterNow, agent: Known): Fields {
  const used: readonly Json[] = v1Held(times(taskCapacity, runningOn(cluster, agent).length));
  return {
    ...legacySlave(cluster, agent),
    reserved_resources_full: {},
    unreserved_resources_full: v1Total({ role: "*" }),
    used_resources_full: used,
    offered_resources_full: [],
  };
}
