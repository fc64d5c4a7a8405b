import { OpsError } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Effect, Effects } from "../../model/system.ts";
import type { Agent } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { agentsAt } from "./host-agents.ts";
import type { Leader } from "./leader.ts";
import { beforeSending, lookBefore, mutate, stepPart } from "./mutate.ts";
import { v1 } from "./redirect.ts";
import { readRegistry } from "./registry.ts";

/** Five pings missed, and a little: then an agent that ended is unreachable (sheet, section 6). */
const unreachableWithinSeconds = 180;

/**
 * Old ids of a host are marked gone for good (MARK_AGENT_GONE). Never the agent that the host has now: it would be told
 * to shut down, and its tasks with it. One that is gone already needs no call; one that is not on record
 * any more is passed over.
 */
export async function markGone(
  cluster: Cluster,
  host: string,
  ids: readonly string[],
  effects: Effects,
): Promise<void> {
  if (ids.length === 0) return effects.log(`${host} had no agent before: nothing to mark`);
  for (const id of ids) {
    const why = await whyNot(cluster, host, id, effects);
    if (why !== undefined) effects.log(why);
    else {
      await effects.perform(goneEffect(cluster, id));
      effects.log(`agent ${quoted(id)}: marked gone`);
    }
  }
}

/** `undefined`: it is old, and on record. */
async function whyNot(cluster: Cluster, host: string, id: string, effects: Effects): Promise<string | undefined> {
  const { leader, isListed } = await onceOld(cluster, host, id, effects);
  if (isListed) return undefined;
  const { admitted, unreachable, gone } = await readRegistry(cluster, leader);
  if ([...admitted, ...unreachable, ...gone].includes(id)) return undefined;
  return `agent ${quoted(id)} is not on record any more: nothing to mark`;
}

interface Old {
  readonly leader: Leader;
  /** One that is unreachable is on record only. */
  readonly isListed: boolean;
}

/** Waits where it may still be the host's, and refuses where it is. */
async function onceOld(cluster: Cluster, host: string, id: string, effects: Effects): Promise<Old> {
  const look = async (): Promise<Old | undefined> => {
    const { leader, agents } = await lookBefore(cluster, `the agents of ${host}`);
    const own = agents.find((agent) => agent.id === id);
    if (!own) return { leader, isListed: false };
    const standing = standingOf(own, agentsAt(cluster, agents, host));
    if (standing === "serves") throw serves(host, id);
    return standing === "old" ? { leader, isListed: true } : undefined;
  };
  try {
    return await effects.wait(`agent ${id} is not the one of ${host} any more`, unreachableWithinSeconds, look);
  } catch (error) {
    throw error instanceof OpsError && error.code === "timed-out" ? serves(host, id) : error;
  }
}

/** A deactivated one may be connected or not: the leader does not tell; an ended one is unreachable in a minute. */
function standingOf(agent: Agent, ofHost: readonly Agent[]): "serves" | "old" | "not-known" {
  if (agent.isActive) return "serves";
  if (ofHost.some((other) => other.id !== agent.id && other.isActive)) return "old";
  return agent.isRegistered && !agent.isDeactivated ? "old" : "not-known";
}

function serves(host: string, id: string): OpsError {
  const why = "marked gone, it would be shut down with all its tasks, for good";
  return mesosError("mesos-agent-serves", `agent ${quoted(id)} is the one that ${host} has now`, why);
}

/** One that is gone needs no call; repeating it is harmless (sheet, section 8, point 19). */
function goneEffect(cluster: Cluster, id: string): Effect<string> {
  return {
    name: `mark-gone-${stepPart(id)}`,
    repeat: "idempotent",
    async send(permit) {
      const { leader } = await lookBefore(cluster, `agent ${id}`);
      const { gone } = await beforeSending(() => readRegistry(cluster, leader));
      const call = v1("MARK_AGENT_GONE", { mark_agent_gone: { agent_id: { value: id } } });
      if (!gone.includes(id)) await mutate(cluster, leader, call, permit);
      return id;
    },
  };
}

/** A runbook's earlier step did not see which agents there were. */
export function noEvidence(host: string, step: string): OpsError {
  return new OpsError({
    code: "mesos-no-evidence",
    reason: "system",
    what: `which agents ${host} had is not known`,
    why: `the step ${step} has not seen it`,
    next: "skip the step; an old id does no harm while it stays away",
  });
}
