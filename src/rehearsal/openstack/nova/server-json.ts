import { createHash } from "node:crypto";
import type { Fields } from "../../../model/json.ts";
import type { Site } from "../../site/index.ts";
import { powerStates, type SiteServer, statusOf } from "../../site/server.ts";
import { originOf } from "../endpoints.ts";
import { microseconds, seconds } from "../frame.ts";
import type { Project } from "../identity.ts";

/** Who asks, and with which microversion (the second number). */
export interface Asked {
  readonly site: Site;
  readonly project: Project;
  readonly userId: string;
  readonly minor: number;
}

const withProgress = ["ACTIVE", "BUILD", "REBUILD"];
const withFault = ["ERROR", "DELETED"];

/** The links that everything has. @param path `servers/<id>` */
export function linksTo(site: Site, path: string): readonly Fields[] {
  const origin = originOf(site, "nova");
  return [
    { rel: "self", href: `${origin}/v2.1/${path}` },
    { rel: "bookmark", href: `${origin}/${path}` },
  ];
}

/** An element of `GET /servers`. */
export function serverSummary(site: Site, { id, name }: SiteServer): Fields {
  return { id, name, links: linksTo(site, `servers/${id}`) };
}

/** A server as `GET /servers/{id}` shows it; each microversion shows more. Source: recorded from a real Nova. */
export function serverJson(asked: Asked, server: SiteServer): Fields {
  return { ...serverDetail(asked, server), ...(asked.minor >= 71 ? { server_groups: [] } : {}) };
}

/** A server as `GET /servers/detail` lists it. */
export function serverDetail(asked: Asked, server: SiteServer): Fields {
  const { site, userId } = asked;
  const status = statusOf(server);
  const isPlaced = server.installedAt > 0;
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.projectId,
    user_id: userId,
    metadata: Object.fromEntries(server.metadata),
    hostId: isPlaced ? hostIdOf(server) : "",
    image: {
      id: server.imageId,
      links: [{ rel: "bookmark", href: `${originOf(site, "nova")}/images/${server.imageId}` }],
    },
    flavor: flavorOf(asked, server),
    created: seconds(server.createdAt),
    updated: seconds(server.updatedAt),
    addresses: isPlaced ? addressesOf(asked, server) : {},
    accessIPv4: "",
    accessIPv6: "",
    links: linksTo(site, `servers/${server.id}`),
    "OS-DCF:diskConfig": "MANUAL",
    ...(withProgress.includes(status) ? { progress: 0 } : {}),
    ...(withFault.includes(status) && server.fault ? { fault: faultOf(server.fault) } : {}),
    "OS-EXT-AZ:availability_zone": server.zone,
    config_drive: "",
    key_name: server.keyName ?? null,
    "OS-SRV-USG:launched_at": isPlaced ? microseconds(server.installedAt) : null,
    "OS-SRV-USG:terminated_at": null,
    ...(isPlaced ? { security_groups: [{ name: "default" }] } : {}),
    "OS-EXT-STS:task_state": server.taskState ?? null,
    "OS-EXT-STS:vm_state": server.vmState,
    "OS-EXT-STS:power_state": powerStates[server.powerState],
    "os-extended-volumes:volumes_attached": volumesOf(asked, server),
    ...laterFields(asked.minor, server),
  };
}

function laterFields(minor: number, server: SiteServer): Fields {
  return {
    ...(minor >= 9 ? { locked: server.lock !== undefined } : {}),
    ...(minor >= 73 ? { locked_reason: server.lock?.reason ?? null } : {}),
    ...(minor >= 19 ? { description: server.description ?? null } : {}),
    ...(minor >= 26 ? { tags: [...server.tags].sort() } : {}),
    ...(minor >= 63 ? { trusted_image_certificates: null } : {}),
    ...(minor >= 90 ? { "OS-EXT-SRV-ATTR:hostname": server.name } : {}),
  };
}

function flavorOf({ site, minor }: Asked, server: SiteServer): Fields {
  const flavor = site.catalogue.flavors.find(({ name }) => name === server.flavor);
  const id = flavor?.id ?? "";
  if (minor < 47) return { id, links: [{ rel: "bookmark", href: `${originOf(site, "nova")}/flavors/${id}` }] };
  const { vcpus = 0, ramMiB = 0, diskGiB = 0 } = flavor ?? {};
  const size = { vcpus, ram: ramMiB, disk: diskGiB, ephemeral: 0, swap: 0 };
  return { ...size, original_name: server.flavor, extra_specs: {} };
}

function volumesOf({ site, minor }: Asked, server: SiteServer): readonly Fields[] {
  return site.volumes.of(server.id).map(({ id, attachment }) => ({
    id,
    ...(minor >= 3 ? { delete_on_termination: attachment?.isDeletedOnTermination ?? false } : {}),
  }));
}

function addressesOf({ site }: Asked, { address, id }: SiteServer): Fields {
  const mac = `fa:16:3e:${id.slice(0, 2)}:${id.slice(2, 4)}:${id.slice(4, 6)}`;
  const port = { version: 4, addr: address, "OS-EXT-IPS:type": "fixed", "OS-EXT-IPS-MAC:mac_addr": mac };
  return { [site.catalogue.network.name]: [port] };
}

function faultOf({ at, message }: NonNullable<SiteServer["fault"]>): Fields {
  return { code: 500, created: seconds(at), message };
}

function hostIdOf({ zone }: SiteServer): string {
  return createHash("sha224").update(zone).digest("hex");
}
