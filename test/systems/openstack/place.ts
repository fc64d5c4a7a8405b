import type { OpenStackEnvironment, ServerClass } from "#src/model/environment.ts";
import type { Fields } from "#src/model/json.ts";
import type { Change, Draft } from "#src/model/plan.ts";
import type { Condition, Resource } from "#src/model/resource.ts";
import type { Sightings } from "#src/model/sightings.ts";
import type { OpenStack } from "#src/systems/openstack/index.ts";
import alibuild from "../../../environments/alibuild.ts";

const small: Pick<ServerClass, "flavor" | "image" | "volume"> = {
  flavor: "m2.small",
  image: { option: "cc7", properties: { os_distro: "centos" } },
  volume: { device: "vdb", sizeGB: 1 },
};

/** The build infrastructure in another project, with small servers and without a gateway. */
export function placeIn(projectId: string): OpenStackEnvironment {
  const { gateway: _, ...rest } = alibuild;
  return {
    ...rest,
    openstack: { project: { name: "alibuild", id: projectId }, cloud: "alibuild", provisioner: "openstack" },
    masters: { ...alibuild.masters, ...small },
    agents: { ...alibuild.agents, ...small },
  };
}

/** What was seen, in memory. */
export function newSightings(): Sightings & { readonly seen: ReadonlyMap<string, ReadonlySet<string>> } {
  const seen = new Map<string, Set<string>>();
  return {
    seen,
    note: (volume, servers) => void seen.set(volume, new Set([...(seen.get(volume) ?? []), ...servers])),
    serversOf: (volume) => [...(seen.get(volume) ?? [])],
  };
}

export function resource(kind: string, name: string, desired: Fields | null): Resource {
  return { system: "openstack", kind, name, stack: name, role: "", desired, needs: [] };
}

export function condition(name: string, parameters: Fields): Condition {
  return { system: "openstack", name, parameters, stack: "", what: name, withinSeconds: 60 };
}

/** What the resource's difference makes of the world as it is now. */
export async function draftsOf(system: OpenStack, wanted: Resource): Promise<readonly Draft[]> {
  return system.diff(wanted, await system.observe([wanted])).drafts;
}

/** A draft as the engine completes it. */
export function changeOf(draft: Draft): Change {
  const id = `${draft.action} ${draft.kind}/${draft.name}`;
  return { stack: draft.name, role: "", needs: [], asksByItself: false, waits: [], ...draft, id };
}
