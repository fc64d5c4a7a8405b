import type { Change } from "../../model/plan.ts";
import type { Target } from "../../model/resource.ts";
import { shortName } from "./names.ts";
import { readServers, type Server, type ServerLook } from "./servers.ts";
import { type Seen, serverTarget, volumeTarget } from "./targets.ts";
import { readVolumes } from "./volumes.ts";

/** Servers and volumes of the project, as both services show them now. */
export async function lookAround(look: ServerLook): Promise<Seen> {
  const [servers, volumes] = await Promise.all([readServers(look), readVolumes(look.cloud)]);
  return { environment: look.environment, sightings: look.sightings, servers, volumes };
}

/** Of one name there may be several: names are not unique in Nova. */
export function serversNamed(name: string, servers: readonly Server[]): readonly Server[] {
  return servers.filter((server) => shortName(server.name) === shortName(name));
}

/** The one that the environment pins under a protected name, whatever it is called by now; else those of that name. */
export function serversMeant(name: string, { servers, environment }: Pick<Seen, "servers" | "environment">) {
  const isOf = (each: string) => shortName(each) === shortName(name);
  const ids = environment.protects.filter(({ names = [] }) => names.some(isOf)).flatMap(({ ids: own = [] }) => own);
  const pinned = servers.filter(({ id }) => ids.includes(id));
  return pinned.length === 1 ? pinned : serversNamed(name, servers);
}

/** A server and, where it is deleted, the volumes that go with it. */
export function targetsOfServer(server: Server, action: string, seen: Seen): readonly Target[] {
  const going = action === "delete" ? server.volumes.filter((each) => each.isDeletedWithServer) : [];
  return [serverTarget(server, seen), ...going.map(({ id }) => volumeTarget(id, seen))];
}

/**
 * What a change touches as things are now: the servers of the planned ids, whatever they are called by now, and those
 * that bear the name now. A volume stays what it was planned as, with what is attached to it besides.
 */
export async function resolveTargets(change: Change, look: ServerLook): Promise<readonly Target[]> {
  const seen = await lookAround(look);
  if (change.kind === "volume" || change.kind === "volumes-of")
    return change.targets.map((target) => bothOf(target, volumeTarget(target.id, seen)));
  const planned = new Set(change.targets.map(({ id }) => id));
  const byId = seen.servers.filter(({ id }) => planned.has(id));
  const found = new Set([...byId, ...serversNamed(change.name, seen.servers)]);
  return [...found].flatMap((server) => targetsOfServer(server, change.action, seen));
}

function bothOf(planned: Target, now: Target): Target {
  return {
    ...now,
    names: [...new Set([...planned.names, ...now.names])],
    tags: { ...planned.tags, ...now.tags },
    attached: [...new Set([...planned.attached, ...now.attached])],
  };
}
