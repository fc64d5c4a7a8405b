import type { Condition, OpenStackEnvironment, Resource } from "../../src/runbook.ts";
import { asked, done, evidenceOf } from "./asked.ts";
import type { Host } from "./site.ts";

const mesos = "mesos";

/** It gets no new tasks; those that run stay. */
export function cordoned(host: Host): Resource {
  return done(mesos, "agent", host, { offers: "none" });
}

/** Its tasks are killed, each within the grace. */
export function drained(host: Host): Resource {
  return done(mesos, "agent", host, { drain: host.environment.policies.drainGraceSeconds });
}

/** Every agent id that is now at that host gets tasks again, whatever was so when the run was planned. */
export function offeredAgain(host: Host): Resource {
  return done(mesos, "agent", host, { offers: "all", always: true });
}

/** For good. @param step the check that saw the ids */
export function markedGone(host: Host, step: string): Resource {
  return done(mesos, "agent", host, { gone: evidenceOf(step) });
}

/** Always holds where it can be known; tells the tasks, and the agent's ids for the steps after it. */
export function tasksAreListed(host: Host): Condition {
  return asked(mesos, host, "tasks-listed", "has its tasks listed");
}

export function tasksHaveEnded(host: Host): Condition {
  return asked(mesos, host, "tasks-ended", "runs no task any more");
}

export function isDrained(host: Host): Condition {
  return asked(mesos, host, "agent-drained", "is drained");
}

/** Registered and offered. */
export function isServing(host: Host): Condition {
  return asked(mesos, host, "agent-registered", "is registered in Mesos and offered to frameworks");
}

/** Registered, offered or not: one that was cordoned and kept its id is not. */
export function isRegistered(host: Host): Condition {
  return asked(mesos, host, "agent-registered", "is registered in Mesos", { offers: "any" });
}

/** @param step the check that saw the ids of before */
export function hasNoOldAgent(host: Host, step: string): Condition {
  return asked(mesos, host, "no-old-agent", "has no old agent left in Mesos", { ids: evidenceOf(step) });
}

export function leads(host: Host): Condition {
  return asked(mesos, host, "master-leads", "leads");
}

export function anotherLeads(host: Host): Condition {
  return asked(mesos, host, "another-leads", "does not lead, another master does");
}

export function masterIsJoined(host: Host): Condition {
  return asked(mesos, host, "master-joined", "has a mesos-master that leads or follows");
}

export function zooKeeperServes(host: Host): Condition {
  return asked(mesos, host, "zookeeper-serves", "has a ZooKeeper that serves");
}

export function registryIsRecovered(host: Host): Condition {
  return asked(mesos, host, "registry-recovered", "has its registry recovered");
}

export function othersAreHealthy(host: Host): Condition {
  const more = { except: host.name, atLeast: 2 };
  return asked(mesos, host, "masters-healthy", "has two healthy masters beside it", more);
}

/** Neither its mesos-master nor its ZooKeeper. */
export function servesNothing(host: Host): Condition {
  return asked(mesos, host, "serves-nothing", "serves nothing");
}

/** Rows of the cluster, not of one master. */
export function clusterConditions(environment: OpenStackEnvironment): readonly Condition[] {
  return [leaderIsElected(environment), quorumIsComplete(environment)].map((condition) => ({
    ...condition,
    subject: "cluster",
  }));
}

export function leaderIsElected(environment: OpenStackEnvironment): Condition {
  return ofCluster(environment, "leader-elected", "a leader is elected", {});
}

export function quorumIsComplete(environment: OpenStackEnvironment): Condition {
  const count = environment.masters.names.length;
  return ofCluster(environment, "quorum-complete", `all ${count} masters are in the quorum`, { count });
}

function ofCluster(
  environment: OpenStackEnvironment,
  name: string,
  what: string,
  parameters: Condition["parameters"],
): Condition {
  const withinSeconds = environment.policies.electWithinSeconds;
  return { system: mesos, name, stack: "masters", parameters, what, withinSeconds };
}
