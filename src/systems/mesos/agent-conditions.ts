import { type Fields, isFields } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import { type Agent, typeOf } from "./agents.ts";
import { badParameters, hostOf, no, shortened, unknown, yes } from "./answers.ts";
import { agentsAt } from "./host-agents.ts";
import { idsIn } from "./lift.ts";
import type { Looks } from "./looks.ts";
import { readRegistry } from "./registry.ts";

/** Parameters: `{expected: {"mesos-fixed": 4}}`, active registered agents by their `slave-type`, at least. */
export async function agentsRegistered(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const expected = countsOf(parameters);
  const { agents } = await looks.agents();
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

/**
 * Parameters: `{host}`, `{hostname}` or `{address}`; `offers: "any"`: one that an operator deactivated counts too. Of
 * several the one that registered last is meant.
 */
export async function agentRegistered(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const host = hostOf(parameters);
  const [agent] = agentsAt(looks.cluster, (await looks.agents()).agents, host);
  if (!agent) return no(`no agent is registered as ${host}`, "see on the host whether mesos-agent runs");
  const away = `${host} has not registered again since the failover`;
  if (!agent.isRegistered) return parameters.offers === "any" ? unknown(away) : no(away);
  if (agent.isActive) return { ...yes(`${host} is registered and active`), value: agent.id };
  if (agent.isDeactivated && parameters.offers === "any") return yes(`${host} is registered and deactivated`);
  return no(agent.isDeactivated ? `${host} is registered and deactivated` : `${host} is disconnected`);
}

/** Parameters: `{host}`. Every agent of it is DRAINED; what blocks that is told. */
export async function agentDrained(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const host = hostOf(parameters);
  const agents = agentsAt(looks.cluster, (await looks.agents()).agents, host);
  if (agents.length === 0) return unknown(`no agent is registered as ${host}: how far its drain is cannot be seen`);
  if (agents.some(({ isRegistered }) => !isRegistered))
    return unknown(`${host} has not registered again since the failover`);
  if (agents.every(({ drainState }) => drainState === "DRAINED")) return yes(`${host} is drained`);
  const draining = agents.filter(({ drainState }) => drainState === "DRAINING");
  if (draining.length === 0) return no(`${host} is not being drained`);
  if (draining.some(({ isHoldingResources }) => isHoldingResources)) return no(`${host} is draining: tasks still end`);
  return no(
    `no tasks left on ${host} and it is still DRAINING: a framework has not acknowledged their end`,
    "restart mesos-agent on the host: it registers again, which ends such a drain",
  );
}

/**
 * Parameters: `{host, ids}`, the ids that the host had before. Whether none of them is left over: each is gone, not on
 * record any more, or the agent that the host has now.
 */
export async function noOldAgent(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const host = hostOf(parameters);
  const before = idsIn(parameters.ids);
  if (before.length === 0) return yes(`${host} had no agent before`);
  const { leader, agents } = await looks.agents();
  const registered = await readRegistry(looks.cluster, leader);
  const present = agentsAt(looks.cluster, agents, host).filter(isPresent);
  const known = [...registered.admitted, ...registered.unreachable];
  const old = before.filter((id) => known.includes(id) && !present.some((agent) => agent.id === id));
  if (old.length === 0) return yes(`none of the agents that ${host} had is left over`);
  return { ...no(`left over of ${host}: ${old.map((each) => quoted(each)).join(", ")}`), value: old };
}

/** The latest of its agents, unless that has ended. */
function isPresent(agent: Agent, index: number): boolean {
  return index === 0 && (agent.isActive || agent.isDeactivated);
}

function countsOf(parameters: Fields): Readonly<Record<string, number>> {
  if (!isFields(parameters.expected)) throw badParameters("expected");
  return Object.fromEntries(Object.entries(parameters.expected).map(([type, count]) => [type, Number(count)]));
}

function listed(word: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${word} ${items.join(", ")}`];
}
