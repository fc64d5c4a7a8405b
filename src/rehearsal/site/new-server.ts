import { newUuid, type SiteGround } from "./ground.ts";
import type { ServerSpec, SiteServer } from "./server.ts";

/** A server at the moment when it is accepted: nothing of it is there yet. */
export function newServer({ time, random, environment }: SiteGround, spec: ServerSpec, address: string): SiteServer {
  const now = time.now();
  return {
    id: newUuid(random),
    projectId: spec.projectId ?? environment.openstack.project.id,
    name: spec.name,
    description: spec.description,
    vmState: "building",
    taskState: undefined,
    powerState: "none",
    fault: undefined,
    address,
    zone: spec.zone ?? random.pick(environment.masters.zones) ?? "nova",
    flavor: spec.flavor,
    imageId: spec.imageId,
    keyName: spec.keyName,
    metadata: new Map(Object.entries(spec.metadata ?? {})),
    tags: new Set(spec.tags),
    lock: undefined,
    actions: [],
    createdAt: now,
    updatedAt: now,
    installedAt: 0,
    bootedAt: undefined,
    bootId: "",
    consoleLog: [],
  };
}
