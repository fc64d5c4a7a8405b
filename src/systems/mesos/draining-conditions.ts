import type { Fields } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { Agent } from "./agents.ts";
import { no, shortened, yes } from "./answers.ts";
import type { Looks } from "./looks.ts";
import { type Registered, readRegistry } from "./registry.ts";
import { isAtLeast } from "./version.ts";
import { isNamed } from "./version-conditions.ts";

/**
 * Parameters: `{except?: host names, version?}`. No agent is draining, drained or deactivated, neither one that is
 * registered nor one that only the registry tells of. `version`: of the master that is to recover the registry; before
 * 1.9 it cannot once an agent was drained, whatever became of that.
 */
export async function noneDraining(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const { leader, agents } = await looks.agents();
  const told = leader.protocol === "legacy" ? nothing : await readRegistry(looks.cluster, leader);
  const stopped = agents.filter((agent) => isStopped(agent, told.deactivated));
  const left = stopped.filter((agent) => !isNamed(agent, parameters.except));
  const away = told.deactivated.filter((id) => !agents.some((agent) => agent.id === id));
  if (left.length > 0) return no(`${listed(left)}${awayText(away)}`, wayBack(looks.cluster.stack, left));
  if (away.length > 0) return no(awayText(away).slice(2), goneByHand);
  return (
    capability(told, textAt(parameters, "version")) ?? yes(`none of ${agents.length} agents is draining or deactivated`)
  );
}

/** One that is not back since a failover: the registry tells. */
function isStopped({ id, isDeactivated, drainState }: Agent, deactivated: readonly string[]): boolean {
  return isDeactivated || drainState !== undefined || deactivated.includes(id);
}

const nothing: Pick<Registered, "deactivated" | "requires"> = { deactivated: [], requires: [] };

function listed(agents: readonly Agent[]): string {
  const states = Map.groupBy(agents, ({ drainState }) => quoted(drainState ?? "deactivated").toLowerCase());
  return [...states]
    .map(([state, of]) => `${state}: ${shortened(of.map(({ hostname }) => quoted(hostname)))}`)
    .join("; ");
}

function awayText(ids: readonly string[]): string {
  if (ids.length === 0) return "";
  return `; deactivated and not there any more: ${shortened(ids.map((id) => quoted(id)))}`;
}

const goneByHand =
  "they never come back by themselves: once their hosts are known to be gone, MARK_AGENT_GONE each id at the leader's /api/v1";

/** An agent that drains cannot be given back before it has drained. */
function wayBack(stack: string, agents: readonly Agent[]): string {
  const hosts = agents.map(({ hostname }) => JSON.stringify(quoted(hostname)));
  const command = `MesosCluster.uncordon!(${[JSON.stringify(stack), ...hosts].join(", ")})`;
  const isDraining = agents.some(({ drainState }) => drainState === "DRAINING");
  return `${command}${isDraining ? " once they have drained" : ""}, or replace them`;
}

function capability(
  { requires }: Pick<Registered, "requires">,
  version: string | undefined,
): ConditionState | undefined {
  if (version === undefined || isAtLeast(version, 1, 9) || !requires.includes("AGENT_DRAINING")) return undefined;
  const why = `the registry requires AGENT_DRAINING, which Mesos ${quoted(version)} does not have: it would not recover it`;
  return no(why, "deactivate and reactivate one agent: reactivating the last one takes the requirement back");
}
