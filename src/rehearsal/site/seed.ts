import type { OpenStackEnvironment } from "../../model/environment.ts";
import { newUuid } from "./ground.ts";
import type { Site } from "./index.ts";
import type { SiteServer } from "./server.ts";

const dayMs = 24 * 3600 * 1000;
/** Puppet's agent runs by itself this often. */
const puppetSeconds = 1800;

/** The agents that are there before anybody changes anything: the protected ones, and names that are easily mixed up. */
const agentNames = ["alibuild01", "alibuild03", "alibuild07", "alibuild09", "alibuild13", "alibuild030"];

interface HostPlan {
  readonly name: string;
  readonly role: "masters" | "agents";
  readonly zone: string;
}

function hostsOf({ masters }: OpenStackEnvironment): readonly HostPlan[] {
  const zone = (index: number) => masters.zones[index % masters.zones.length] ?? "nova";
  return [
    ...masters.names.map((name, index) => ({ name, role: "masters" as const, zone: zone(index) })),
    ...agentNames.map((name, index) => ({ name, role: "agents" as const, zone: zone(index) })),
  ];
}

/** What the ids of a pinned host are: the server's, then its volume's. */
function pinnedIds(environment: OpenStackEnvironment, name: string): readonly string[] {
  const master = environment.masters.ids[name];
  if (master !== undefined) return [master];
  return environment.protects.find((one) => one.names?.includes(name))?.ids ?? [];
}

function serverFor(site: Site, host: HostPlan, age: number): SiteServer {
  const { environment, random, time } = site.ground;
  const kind = environment[host.role];
  const since = time.now() - age * dayMs;
  const { project } = environment.openstack;
  const owner = { "landb-mainuser": kind.landbMainUser, "landb-responsible": kind.landbResponsible };
  return {
    id: pinnedIds(environment, host.name)[0] ?? newUuid(random),
    projectId: project.id,
    name: host.name,
    description: undefined,
    vmState: "active",
    taskState: undefined,
    powerState: "running",
    fault: undefined,
    address: site.servers.nextAddress(),
    zone: host.zone,
    flavor: kind.flavor,
    imageId: site.catalogue.images.at(-1)?.id ?? "",
    keyName: kind.keypair,
    metadata: new Map(Object.entries({ ...owner, "tenant-name": project.name, "tenant-id": project.id })),
    tags: new Set(),
    lock: undefined,
    actions: [],
    createdAt: since,
    updatedAt: since + 40_000,
    installedAt: since + 30_000,
    bootedAt: since + 90_000,
    bootId: newUuid(random),
    consoleLog: [],
  };
}

function addHost(site: Site, host: HostPlan, age: number): void {
  const { environment, random } = site.ground;
  const server = site.servers.put(serverFor(site, host, age));
  const { sizeGB, device, ...kind }: OpenStackEnvironment["masters"]["volume"] = environment[host.role].volume;
  const fqdn = `${host.name}.${environment.domain}`;
  const attachedAt = server.createdAt + 20_000;
  site.volumes.put({
    id: pinnedIds(environment, host.name)[1] ?? newUuid(random),
    projectId: environment.openstack.project.id,
    name: `${fqdn}_vol_001`,
    sizeGiB: sizeGB,
    type: kind.type ?? "standard",
    status: "in-use",
    metadata: new Map(),
    createdAt: server.createdAt - 60_000,
    updatedAt: attachedAt,
    attachment: {
      id: newUuid(random),
      serverId: server.id,
      device: `/dev/${device}`,
      attachedAt,
      isDeletedOnTermination: false,
    },
  });
  const { hostgroup, foremanEnvironment } = environment[host.role];
  site.foreman.create({ name: fqdn, hostgroup, environment: foremanEnvironment });
}

/** Everything up for days, and the last runs of Puppet clean. */
export function furnish(site: Site): void {
  const { environment, random, time } = site.ground;
  const hosts = hostsOf(environment);
  hosts.forEach((host, index) => {
    addHost(site, host, 12 + hosts.length - index);
  });
  site.volumes.put({
    id: newUuid(random),
    projectId: environment.openstack.project.id,
    name: "scratch",
    sizeGiB: 100,
    type: "standard",
    status: "available",
    metadata: new Map(),
    createdAt: time.now() - dayMs,
    updatedAt: time.now() - dayMs,
    attachment: undefined,
  });
  const minutesAgo = (index: number) => time.now() - ((index * 7) % 29) * 60_000 - 60_000;
  site.foreman.all().forEach((record, index) => {
    site.foreman.report(record.name, {}, [], minutesAgo(index));
  });
  time.after(puppetSeconds, () => runPuppetEverywhere(site));
}

/** As its service does, where it was clean on this root disk. */
function runPuppetEverywhere(site: Site): void {
  const { environment, time } = site.ground;
  for (const { name, bootedAt, installedAt } of site.servers.all()) {
    const fqdn = `${name}.${environment.domain}`;
    const last = site.foreman.get(fqdn)?.lastReport;
    const isClean = last && last.at >= installedAt && last.status.failed + last.status.failed_restarts === 0;
    if (bootedAt !== undefined && isClean) site.foreman.report(fqdn, {});
  }
  time.after(puppetSeconds, () => runPuppetEverywhere(site));
}
