import { isSystemError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import { type Agent, readAgents, typeOf } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { findLeader } from "./leader.ts";
import { type MasterHealth, readMasters } from "./masters.ts";

/** `{isConfigured, leader, masters: [...], agents: {type: counts}, why?}`; `leader` and `agents` are null when unknown. */
export async function summaryOf(cluster: Cluster | undefined): Promise<Fields> {
  if (!cluster) return { isConfigured: false, leader: null, masters: [], agents: null };
  const [masters, led] = await Promise.all([readMasters(cluster), ledBy(cluster)]);
  return { isConfigured: true, ...led, masters: masters.map(masterFields) };
}

async function ledBy(cluster: Cluster): Promise<Fields> {
  try {
    const leader = await findLeader(cluster);
    const agents = countsByType(await readAgents(cluster, leader));
    const electedAt = new Date(leader.electedAt).toISOString();
    return { leader: { address: leader.host, version: leader.version, electedAt }, agents };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { leader: null, agents: null, why: `${error.what}: ${error.why}` };
  }
}

function masterFields(master: MasterHealth): Fields {
  const { address, version = null, isLeading, isJoined, hasRecoveredLog, detail } = master;
  return { address, version, isLeading, isJoined, hasRecoveredLog, zookeeper: master.zookeeper.role, detail };
}

function countsByType(agents: readonly Agent[]): Fields {
  const byType = Map.groupBy(agents, typeOf);
  return Object.fromEntries([...byType].map(([type, members]) => [type, countsOf(members)]));
}

function countsOf(agents: readonly Agent[]): Fields {
  return {
    active: agents.filter((agent) => agent.isActive).length,
    deactivated: agents.filter((agent) => agent.isDeactivated).length,
    notBack: agents.filter((agent) => !agent.isRegistered).length,
    versions: [...new Set(agents.flatMap((agent) => agent.version ?? []))].toSorted(),
  };
}
