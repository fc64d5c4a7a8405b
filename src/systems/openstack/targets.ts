import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { Target } from "../../model/resource.ts";
import type { Sightings } from "../../model/sightings.ts";
import { aliasesOf, fullName, shortName } from "./names.ts";
import type { Server } from "./servers.ts";
import type { Volume } from "./volumes.ts";

/** What makes targets: what was seen, now and before. */
export interface Seen {
  readonly environment: OpenStackEnvironment;
  readonly servers: readonly Server[];
  readonly volumes: readonly Volume[];
  readonly sightings: Sightings;
}

/** A server by every handle it has. The project that the environment is pinned to is all the console's to manage. */
export function serverTarget(server: Server, { environment, volumes }: Seen): Target {
  const known = [server.name, ...aliasesOf(server)].flatMap((name) => [shortName(name), fullName(name, environment)]);
  const attached = server.volumes.flatMap(({ id }) => handlesOf(id, volumes));
  return {
    system: "openstack",
    kind: "server",
    id: server.id,
    names: [...new Set([server.name, ...known, ...server.addresses])],
    tags: { ...server.metadata, project: server.project },
    attached,
    isManaged: true,
  };
}

function handlesOf(volumeId: string, volumes: readonly Volume[]): readonly string[] {
  const name = volumes.find(({ id }) => id === volumeId)?.name;
  return name ? [volumeId, name] : [volumeId];
}

/**
 * A volume, with the servers that it is attached to and those protected ones at which it was ever seen. Both sides are
 * asked what is attached: either may be behind. Cinder lists the pinned project's volumes only, also where it does not
 * tell whose they are.
 */
export function volumeTarget(id: string, seen: Seen): Target {
  const volume = seen.volumes.find((each) => each.id === id);
  const ids = (volume?.attachments ?? []).map(({ serverId }) => serverId);
  const now = seen.servers.filter((server) => ids.includes(server.id) || server.volumes.some((each) => each.id === id));
  const names = now.flatMap((server) => [server.id, server.name, shortName(server.name)]);
  return {
    system: "openstack",
    kind: "volume",
    id,
    names: volume?.name ? [...new Set([volume.name, ownerIn(volume.name)])] : [],
    tags: volume ? { ...volume.metadata, project: volume.project || seen.environment.openstack.project.id } : {},
    attached: [...new Set([...ids, ...names, ...seen.sightings.serversOf(id)])],
    isManaged: true,
  };
}

/** Whose it says it is: `alibuild03.cern.ch_vol_001` and `ALIBUILD03-data` are alibuild03's, `alibuild030` is not. */
function ownerIn(name: string): string {
  return /^[a-z0-9]+/.exec(name.toLowerCase())?.[0] ?? name;
}
