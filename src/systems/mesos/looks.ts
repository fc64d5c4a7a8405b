import type { Address } from "../../model/world.ts";
import { type Agent, readAgents } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { findLeader, type Leader } from "./leader.ts";
import { type MasterHealth, orNone, readMaster } from "./masters.ts";

/** What conditions look at. Those that ask in the same turn, as the cells of a checklist do, share one look. */
export interface Looks {
  readonly cluster: Cluster;
  leader(): Promise<Leader>;
  /** With the leader that told them. */
  agents(): Promise<{ readonly leader: Leader; readonly agents: readonly Agent[] }>;
  master(master: Address): Promise<MasterHealth>;
  masters(): Promise<readonly MasterHealth[]>;
}

export function looksAt(cluster: Cluster): Looks {
  const leader = shared(() => findLeader(cluster));
  const agents = shared(async () => {
    const by = await leader("");
    return { leader: by, agents: await readAgents(cluster, by) };
  });
  const health = shared((_name, master: Address) => readMaster(cluster, master, orNone(leader(""))));
  const master = (address: Address) => health(`${address.host}:${address.port}`, address);
  return {
    cluster,
    leader: () => leader(""),
    agents: () => agents(""),
    master,
    masters: () => Promise.all(cluster.masters.map(master)),
  };
}

/**
 * The look of the same name that began in the same turn, else a new one. Metrics are answered about twice a second
 * (sheet, section 8, point 11), so that looks of its own for each cell of a checklist would take many seconds.
 */
function shared<T, A extends readonly unknown[]>(look: (name: string, ...given: A) => Promise<T>) {
  const begun = new Map<string, Promise<T>>();
  return (name: string, ...given: A): Promise<T> => {
    const last = begun.get(name);
    if (last) return last;
    const seen = look(name, ...given);
    begun.set(name, seen);
    setImmediate(() => begun.delete(name));
    return seen;
  };
}
