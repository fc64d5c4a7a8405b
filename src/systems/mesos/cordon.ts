import { notDone } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Effect, Effects } from "../../model/system.ts";
import type { Agent } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { agentsAt } from "./host-agents.ts";
import { type Before, lookBefore, mustBeNewEnough, mutate, stepPart } from "./mutate.ts";
import { callFor } from "./offers.ts";

/**
 * No new tasks for a host: every agent that it has is deactivated (DEACTIVATE_AGENT). Running tasks stay. What is
 * deactivated already needs no call, and is performed all the same: a run that died in the middle learns what became
 * of it.
 */
export async function cordon(cluster: Cluster, host: string, effects: Effects): Promise<void> {
  const agents = registeredAt(cluster, host, await lookBefore(cluster, `the offers of ${host}`));
  if (agents.length === 0) effects.log(`no agent is registered at ${host}: nothing to stop`);
  for (const { id } of agents) {
    await effects.perform(stopOffers(cluster, id));
    effects.log(`agent ${quoted(id)}: offers stopped`);
  }
}

/** One that is not back since a failover may have tasks, and cannot be told to stop: not done. */
export function registeredAt(cluster: Cluster, host: string, { leader, agents }: Before): readonly Agent[] {
  const own = agentsAt(cluster, agents, host);
  if (own.every(({ isRegistered }) => isRegistered)) return own;
  const why = `${leader.host} knows it, but it has not registered again since the failover`;
  throw notDone(mesosError("mesos-unknown-agent", `the agent of ${host} is not there yet`, why));
}

function stopOffers(cluster: Cluster, id: string): Effect<string> {
  return {
    name: `stop-offers-${stepPart(id)}`,
    repeat: "idempotent",
    async send(permit) {
      const { leader, agents } = await lookBefore(cluster, `the offers of ${id}`);
      const agent = agents.find((one) => one.id === id);
      mustBeNewEnough(leader, `the offers of ${id}`);
      if (agent && !agent.isDeactivated) await mutate(cluster, leader, callFor(agent, "none"), permit);
      return id;
    },
  };
}
