import { notDone } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Effect, Effects, Settlement } from "../../model/system.ts";
import type { Agent } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { registeredAt } from "./cordon.ts";
import { mesosError } from "./error.ts";
import { lookBefore, mustBeNewEnough, mutate, stepPart } from "./mutate.ts";
import { v1 } from "./redirect.ts";

/**
 * Every agent of a host is drained (DRAIN_AGENT): no new tasks, and its tasks are killed, each with at most this grace.
 * A drain cannot be cancelled; another one overwrites it, so that one that is under way with the same grace is left.
 */
export async function drain(cluster: Cluster, host: string, graceSeconds: number, effects: Effects): Promise<void> {
  const agents = registeredAt(cluster, host, await lookBefore(cluster, `the tasks of ${host}`));
  if (agents.length === 0) effects.log(`no agent is registered at ${host}: nothing to drain`);
  for (const agent of agents) await drainOne(cluster, agent, graceSeconds, effects);
}

async function drainOne(cluster: Cluster, agent: Agent, graceSeconds: number, effects: Effects): Promise<void> {
  const name = quoted(agent.id);
  if (agent.isGoneWhenDrained) effects.log(`agent ${name} was to be marked gone when drained: it is not any more`);
  await effects.perform(drainEffect(cluster, agent.id, graceSeconds));
  effects.log(`agent ${name}: draining, its tasks are killed within ${graceSeconds} s each`);
}

function drainEffect(cluster: Cluster, id: string, graceSeconds: number): Effect<string> {
  const find = async () => {
    const { leader, agents } = await lookBefore(cluster, `the tasks of ${id}`);
    return { leader, agent: agents.find((one) => one.id === id) };
  };
  return {
    name: `drain-${stepPart(id)}`,
    repeat: "once",
    async send(permit) {
      const { leader, agent } = await find();
      if (!agent)
        throw notDone(mesosError("mesos-unknown-agent", `no agent ${quoted(id)}`, `${leader.host} knows none`));
      mustBeNewEnough(leader, `the tasks of ${id}`);
      if (!isDraining(agent, graceSeconds)) await mutate(cluster, leader, callFor(id, graceSeconds), permit);
      return id;
    },
    async probe() {
      return settlementOf(id, (await find()).agent, graceSeconds);
    },
  };
}

/** `{"seconds": N}` and nothing else: any other form is refused, or taken for no grace at all (sheet, section 8, point 16). */
function callFor(id: string, graceSeconds: number) {
  return v1("DRAIN_AGENT", { drain_agent: { agent_id: { value: id }, max_grace_period: { seconds: graceSeconds } } });
}

/** With this grace, or done with: then there is nothing left to kill. */
function isDraining(agent: Agent, graceSeconds: number): boolean {
  if (agent.drainState === undefined || agent.isGoneWhenDrained) return false;
  return agent.drainState === "DRAINED" || agent.drainGraceSeconds === graceSeconds;
}

function settlementOf(id: string, agent: Agent | undefined, graceSeconds: number): Settlement<string> {
  if (!agent?.isRegistered)
    return { happened: "unknown", evidence: `agent ${quoted(id)} is not registered at the moment` };
  if (isDraining(agent, graceSeconds))
    return { happened: "yes", value: id, evidence: `${quoted(id)} is ${quoted(agent.drainState ?? "")}` };
  return { happened: "no", evidence: `${quoted(id)} is not being drained with a grace of ${graceSeconds} s` };
}
