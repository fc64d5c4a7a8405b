import type { Address } from "../../model/world.ts";
import { type Agent, readAgents } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { findLeader, type Leader } from "./leader.ts";
import { type MasterHealth, orNone, readMaster } from "./masters.ts";

/** What conditions look at. Those that ask in the same moment, as the cells of a checklist do, share one look. */
export interface Looks {
  readonly cluster: Cluster;
  leader(): Promise<Leader>;
  /** With the leader that told them. */
  agents(): Promise<{ readonly leader: Leader; readonly agents: readonly Agent[] }>;
  master(master: Address): Promise<MasterHealth>;
  masters(): Promise<readonly MasterHealth[]>;
}

/**
 * A look under way that began this long ago is one of now. Metrics are answered about twice a second (sheet, section 8,
 * point 11), so that looks of its own for each cell of a checklist would take many seconds.
 */
const sameMomentMs = 20;

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

/** The look of the same name that is under way and began in the same moment, else a new one. */
function shared<T, A extends readonly unknown[]>(look: (name: string, ...given: A) => Promise<T>) {
  const begun = new Map<string, { readonly at: number; readonly seen: Promise<T> }>();
  return async (name: string, ...given: A): Promise<T> => {
    const last = begun.get(name);
    if (last && performance.now() - last.at < sameMomentMs) return await last.seen;
    const own = { at: performance.now(), seen: look(name, ...given) };
    begun.set(name, own);
    try {
      return await own.seen;
    } finally {
      if (begun.get(name) === own) begun.delete(name);
    }
  };
}
