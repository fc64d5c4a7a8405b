import type { Access, Doorways } from "../landscape.ts";
import { createEnsemble } from "../mesos/index.ts";
import type { Site } from "../site/index.ts";
import { HostDoors } from "./doors.ts";
import { Hosts } from "./hosts.ts";
import { knownHostsOf } from "./known-hosts.ts";
import { HostMachines } from "./machines.ts";
import { beginMishaps } from "./mishaps.ts";

/** What the hosts and the gateway reach besides each other. */
export interface Beyond {
  /** The ports of the site's services. */
  readonly services?: Pick<Doorways, "open">;
}

export interface OpenedHosts {
  readonly doors: Doorways;
  readonly access: Pick<Access, "ssh">;
  readonly hosts: Hosts;
  close(): void;
}

/** What runs on the hosts of a site and on its gateway: SSH, docker, Puppet, Mesos, ZooKeeper, the wrappers. */
export function openHosts(site: Site, beyond: Beyond = {}): OpenedHosts {
  const hosts = new Hosts(site);
  const ensemble = createEnsemble(new HostMachines(hosts));
  ensemble.look();
  hosts.watch(() => ensemble.look());
  beginMishaps(hosts);
  const reach: Doorways["open"] = async (host, port) =>
    (await beyond.services?.open(host, port)) ?? (await doors.open(host, port));
  const doors = new HostDoors(hosts, ensemble, { reach, fetch: (url, init) => fetchAt(reach, url, init) });
  return {
    doors,
    hosts,
    access: { ssh: { privateKey: doors.operator.privateKey, knownHosts: knownHostsOf(hosts) } },
    close: () => doors.close(),
  };
}

const defaultPorts: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** The rehearsal has no certificates: whatever the scheme, it is spoken in the clear. */
async function fetchAt(reach: Doorways["open"], url: URL, init: RequestInit): Promise<Response | undefined> {
  const door = await reach(url.hostname, Number(url.port) || (defaultPorts[url.protocol] ?? 80));
  if (!door) return undefined;
  return await fetch(`http://${door.host}:${door.port}${url.pathname}${url.search}`, { redirect: "manual", ...init });
}
