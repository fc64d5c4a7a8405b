import type { Machines } from "../machine.ts";
import { type ClusterNow, clusterNow, masterAt } from "./cluster.ts";
import { isAlive, Lives } from "./lives.ts";
import { askMaster } from "./master.ts";
import { Registry } from "./registry.ts";
import { electionOf } from "./units.ts";
import { fourLetters } from "./zookeeper.ts";

export { isMutating } from "./mutating.ts";

/** The masters and ZooKeeper servers of all clusters of a world. */
export interface Ensemble {
  /** What answers on a master's port at an address; `undefined`: the connection is refused. */
  http(address: string): ((request: Request) => Promise<Response>) | undefined;
  /** What answers four-letter words on ZooKeeper's port at an address; `undefined`: the connection is refused. */
  zookeeper(address: string): ((command: string) => string) | undefined;
  /**
   * Notes which machines are up. Each request does it too; a world that does it whenever a machine goes gives their
   * ends the right time, else they end when somebody asks next.
   */
  look(): void;
}

/**
 * Everything is derived from the machines that are up, their units and the world's time: two machines belong together
 * when they name the same `zk://…`. Only what operators order is kept besides.
 */
export function createEnsemble(machines: Machines): Ensemble {
  const lives = new Lives(machines);
  const registries = new Map<string, Registry>();
  const clusters = (): readonly ClusterNow[] => {
    lives.look();
    const all = lives.all();
    const elections = new Set(all.flatMap(({ machine }) => electionOf(machine) ?? []));
    return [...elections].map((election) => clusterNow(election, all, machines, registryOf(registries, election)));
  };
  return {
    look: () => lives.look(),
    http(address) {
      const cluster = clusters().find((one) => masterAt(one, address));
      const life = cluster && masterAt(cluster, address);
      return cluster && life ? (request) => askMaster(cluster, life, request) : undefined;
    },
    zookeeper(address) {
      const cluster = clusters().find((one) => serverAt(one, address));
      const life = cluster && serverAt(cluster, address);
      return cluster && life ? (command) => fourLetters(cluster, life, command) : undefined;
    },
  };
}

function registryOf(registries: Map<string, Registry>, election: string): Registry {
  const found = registries.get(election) ?? new Registry();
  registries.set(election, found);
  return found;
}

function serverAt({ contest, now }: ClusterNow, address: string) {
  return contest.servers.find((life) => life.machine.address === address && isAlive(life, now));
}
