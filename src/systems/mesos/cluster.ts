import { type Environment, isAws, type OpenStackEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { Address } from "../../model/world.ts";
import type { Reach } from "./limits.ts";

/** The masters of one stack and how they are reached. The allow-list of redirects is exactly `masters`. */
export interface Cluster {
  readonly stack: string;
  readonly masters: readonly Address[];
  readonly zookeeperPort: number;
  readonly reach: Reach;
  /** Of the hosts' full names, where there is one: `cern.ch`. */
  readonly domain?: string;
}

/** `undefined`: the environment does not say where the stack's masters are reached. */
export function clusterOf(environment: Environment, stackName: string, reach: Reach): Cluster | undefined {
  if (!isAws(environment)) return clusterOfPlace(environment, reach);
  const stack = environment.stacks[stackName];
  if (!stack?.mesos) return undefined;
  const { masterPort, zookeeperPort } = stack.mesos;
  const masters = stack.masters.zones.map((zone) => ({ host: zone.address, port: masterPort }));
  return { stack: stackName, masters, zookeeperPort, reach };
}

/** A place with one cluster, whatever the scope that is asked for. */
function clusterOfPlace({ name: stack, masters, domain, ports }: OpenStackEnvironment, reach: Reach): Cluster {
  const addresses = masters.names.map((name) => ({ host: `${name}.${domain}`, port: ports.master }));
  return { stack, masters: addresses, zookeeperPort: ports.zookeeper, reach, domain };
}

export function notConfigured(stack: string): OpsError {
  return new OpsError({
    code: "mesos-not-configured",
    reason: "system",
    what: `the Mesos masters of ${stack} cannot be asked`,
    why: "the environment gives the stack no `mesos` ports",
    next: `add mesos: { masterPort, zookeeperPort } to stack ${stack} in the environment file`,
  });
}

/** The master that a short name, a full name in any case, or an address means. */
export function masterCalled({ masters }: Cluster, text: string): Address | undefined {
  const wanted = text.toLowerCase().replace(/\.$/, "");
  return masters.find(({ host }) => host.toLowerCase() === wanted || shortName(host) === wanted);
}

/** `alimesos01.cern.ch` -> `alimesos01`. An IPv4 address has no short form. */
export function shortName(host: string): string {
  const lower = host.toLowerCase();
  return /^\d+(\.\d+){3}$/.test(lower) ? lower : (lower.split(".")[0] ?? lower);
}
