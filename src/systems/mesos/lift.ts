import { notDone, OpsError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { Effect, Effects } from "../../model/system.ts";
import type { Agent } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { agentsAt } from "./host-agents.ts";
import type { Leader } from "./leader.ts";
import { lookBefore, mustBeNewEnough, mutate, stepPart } from "./mutate.ts";
import { callFor } from "./offers.ts";
import { readRegistry } from "./registry.ts";

/** The step of a runbook whose evidence is the ids of the agents that a host had. */
const idsBefore = "tasks";
/** `--agent_reregister_timeout`: how long an agent may take to come back after a failover. */
const comesBackWithinSeconds = 600;
/** A drain ends when the tasks are killed and that is acknowledged; a little is left for that. */
const settlesWithinSeconds = 300;
/** Somebody who deactivates it again meanwhile is not fought for ever. */
const roundsAtMost = 3;

/**
 * Every agent that a host has now gets offers again (REACTIVATE_AGENT). A new id is active by itself. One that is
 * DRAINING cannot be reactivated: that is waited for. That no agent is registered proves nothing: one that comes back
 * with its old id is still deactivated.
 */
export async function lift(cluster: Cluster, host: string, effects: Effects): Promise<void> {
  for (let round = 1; round <= roundsAtMost; round++) {
    const agents = await reactivatable(cluster, host, effects);
    const stopped = agents.filter((agent) => agent.isDeactivated);
    // In the first round each is performed, active or not: a run that died in the middle learns what became of it.
    for (const { id } of round === 1 ? agents : stopped) {
      await effects.perform(resumeOffers(cluster, id, round));
      effects.log(`agent ${quoted(id)}: it is offered to frameworks`);
    }
    if (stopped.length === 0) return;
  }
  const still = (await reactivatable(cluster, host, effects)).filter((agent) => agent.isDeactivated);
  if (still.length === 0) return;
  const why = `${still.map(({ id }) => quoted(id)).join(", ")} is deactivated again`;
  throw mesosError("mesos-still-deactivated", `${host} gets no new tasks`, why);
}

/** The agents of a host, once all of them are there and none is DRAINING. */
async function reactivatable(cluster: Cluster, host: string, effects: Effects): Promise<readonly Agent[]> {
  const told = new Set<string>();
  let obstacle = "";
  const look = async (): Promise<readonly Agent[] | undefined> => {
    const { leader, agents } = await lookBefore(cluster, `the offers of ${host}`);
    const own = agentsAt(cluster, agents, host);
    if (own.length === 0) await mustBeGone(cluster, host, leader, effects);
    obstacle = obstacleOf(host, own);
    if (obstacle !== "" && !told.has(obstacle)) effects.log(obstacle);
    told.add(obstacle);
    return obstacle === "" ? own : undefined;
  };
  try {
    return await effects.wait(`the agents of ${host} can be given offers again`, waitSeconds, look);
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== "timed-out") throw error;
    throw mesosError("mesos-draining", `${host} still gets no new tasks`, obstacle, error);
  }
}

const waitSeconds = comesBackWithinSeconds + settlesWithinSeconds;

/** Empty: nothing stands in the way. */
function obstacleOf(host: string, agents: readonly Agent[]): string {
  if (agents.some(({ isRegistered }) => !isRegistered))
    return `the agent of ${host} has not registered again since the failover`;
  const draining = agents.filter(({ drainState }) => drainState === "DRAINING");
  if (draining.length === 0) return "";
  const isBusy = draining.some(({ isHoldingResources }) => isHoldingResources);
  return isBusy
    ? `${host} is still DRAINING, tasks hold resources of it`
    : `${host} is still DRAINING, no tasks left: another drain or a restart of its agent ends that`;
}

/** Proven where the ids that the host had before are gone for good, or not on record any more. */
async function mustBeGone(cluster: Cluster, host: string, leader: Leader, effects: Effects): Promise<void> {
  const before = idsIn(effects.evidence(idsBefore));
  if (before.length > 0) {
    const { admitted, unreachable } = await readRegistry(cluster, leader);
    const left = before.filter((id) => admitted.includes(id) || unreachable.includes(id));
    if (left.length === 0) return effects.log(`the agents that ${host} had are gone: ${before.join(", ")}`);
  }
  const { what, why, next } = notThere(host, leader, before);
  throw notDone(new OpsError({ code: "mesos-unknown-agent", reason: "system", what, why, next }));
}

function notThere(host: string, leader: Leader, before: readonly string[]) {
  const old = before.length > 0 ? ` It had ${before.map((each) => quoted(each)).join(", ")}.` : "";
  const [id] = before;
  const byHand = id === undefined ? "" : `: ${commandToForget(leader, id)}`;
  return {
    what: `no agent is registered at ${host}`,
    why: `${leader.host} knows none; one that comes back with its old id gets no new tasks until it is reactivated.${old}`,
    next: `start mesos-agent on the host and try again; when it is not to come back, mark its old id gone${byHand}`,
  };
}

/** The manual way. */
function commandToForget({ host, port }: Leader, id: string): string {
  const body = JSON.stringify({ type: "MARK_AGENT_GONE", mark_agent_gone: { agent_id: { value: stepPart(id) } } });
  return `curl -H 'Content-Type: application/json' -d '${body}' http://${host}:${port}/api/v1`;
}

/** Texts of a list; anything else is none. */
export function idsIn(value: Json | undefined): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === "string" && one !== "");
}

/** What is active already needs no call. `round`: a later one is another effect, with a sending of its own. */
function resumeOffers(cluster: Cluster, id: string, round: number): Effect<string> {
  return {
    name: round === 1 ? `resume-offers-${stepPart(id)}` : `resume-offers-${stepPart(id)}-${round}`,
    repeat: "idempotent",
    async send(permit) {
      const { leader, agents } = await lookBefore(cluster, `the offers of ${id}`);
      const agent = agents.find((one) => one.id === id);
      mustBeNewEnough(leader, `the offers of ${id}`);
      if (agent?.isDeactivated) await mutate(cluster, leader, callFor(agent, "all"), permit);
      return id;
    },
  };
}
