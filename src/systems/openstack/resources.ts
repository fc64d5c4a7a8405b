import { OpsError } from "../../model/error.ts";
import type { Fields, Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { Difference, Draft } from "../../model/plan.ts";
import { keyOf, type Observed, type Resource } from "../../model/resource.ts";
import { ambiguous } from "./find.ts";
import { lookAround, serversMeant, serversNamed, targetsOfServer } from "./look.ts";
import { type Server, type ServerLook, stateOf } from "./servers.ts";
import { type Seen, volumeTarget } from "./targets.ts";

/** Servers and their volumes as they are now; a name that two servers have is refused. */
export async function observe(resources: readonly Resource[], look: ServerLook): Promise<readonly Observed[]> {
  if (resources.length === 0) return [];
  const seen = await lookAround(look);
  return resources.flatMap((resource) => observeOne(resource, seen));
}

function observeOne(resource: Resource, seen: Seen): Observed[] {
  const isLock = textAt(resource.desired ?? undefined, "do") === "lock";
  const found = isLock ? serversMeant(resource.name, seen) : serversNamed(resource.name, seen.servers);
  if (found.length > 1) throw ambiguous(resource.name, found);
  const [server] = found;
  if (!server) return [];
  const { system, kind, name } = resource;
  if (kind === "volumes-of") return [{ system, kind, name, ...volumesOf(server, seen) }];
  return [{ system, kind, name, fields: fieldsOf(server), targets: targetsOfServer(server, "delete", seen) }];
}

function fieldsOf(server: Server): Fields {
  const { id, zone, flavor, isLocked, lockedReason, volumes } = server;
  return {
    id,
    state: stateOf(server),
    zone,
    flavor,
    isLocked,
    ...(isLocked && { lockedReason }),
    volumes: volumes.map((each) => each.id),
  };
}

/** Those that outlive their server. */
function volumesOf(server: Server, seen: Seen): Pick<Observed, "fields" | "targets"> {
  const kept = server.volumes.filter((each) => !each.isDeletedWithServer);
  return { fields: { server: server.id }, targets: kept.map(({ id }) => volumeTarget(id, seen)) };
}

/** Pure: at most one draft for a server, one for each volume that stays behind. */
export function differenceOf(resource: Resource, observed: readonly Observed[]): Difference {
  const now = observed.find((one) => one.kind === resource.kind && one.name === resource.name);
  if (resource.kind === "volumes-of") return { drafts: volumeDrafts(now), notes: [] };
  const wish = wishOf(resource);
  if (wish === "create") return { drafts: now ? [] : [creation(resource)], notes: [] };
  if (!now) return { drafts: [], notes: [`${keyOf(resource)} does not exist`] };
  const draft = drafts[wish]?.(resource, now);
  return { drafts: draft ? [draft] : [], notes: [] };
}

function wishOf(resource: Resource): string {
  if (resource.desired === null) return "delete";
  const wish = textAt(resource.desired, "do");
  if (wish === "create" || (wish !== undefined && Object.hasOwn(drafts, wish))) return wish;
  throw new OpsError({
    code: "unknown-wish",
    reason: "internal",
    what: `${keyOf(resource)} cannot be made ${JSON.stringify(resource.desired)}`,
    why: `the openstack system knows create, ${Object.keys(drafts).join(", ")}, and null for a server that is to go`,
    next: "correct the runbook",
  });
}

type Drafting = (resource: Resource, now: Observed) => Draft | undefined;

const drafts: Readonly<Record<string, Drafting>> = {
  rebuild: (resource, now) => ({
    ...common(resource, now),
    action: "replace",
    risk: "destructive",
    because: "the server is to be installed anew",
    does: `rebuild ${resource.name} with the newest image; name, address, id and attached volumes stay`,
    interrupts: `everything on the root disk of ${resource.name} is lost`,
  }),
  delete: (resource, now) => ({
    ...common(resource, now),
    action: "delete",
    risk: "destructive",
    because: "the server is to be given up",
    interrupts: `${resource.name} and its root disk are lost${goingWith(now)}`,
  }),
  reboot: (resource, now) => ({
    ...common(resource, now),
    action: "act",
    risk: "disruptive",
    because: "the server is to be reset",
    does: `reboot ${resource.name}, hard`,
    interrupts: `everything that runs on ${resource.name} stops at once`,
  }),
  lock: (resource, now) => (now.fields.isLocked === true ? undefined : locking(resource, now)),
  relock: (resource, now) => (now.fields.isLocked === true ? relocking(resource, now) : undefined),
  unlock: (resource, now) => (now.fields.isLocked === true ? unlocking(resource, now) : undefined),
};

/** The volumes that go with a server are touched by its deletion and by nothing else. */
function common({ system, kind, name, desired }: Resource, now: Observed) {
  const targets = now.targets.filter((target) => desired === null || target.kind === "server");
  return { system, kind, name, before: now.fields, ...(desired && { after: desired }), targets };
}

function creation({ system, kind, name, desired }: Resource): Draft {
  const because = "there is no server of that name";
  return { action: "create", system, kind, name, risk: "safe", because, after: desired ?? {}, targets: [] };
}

function goingWith({ targets }: Observed): string {
  const volumes = targets.filter(({ kind }) => kind === "volume").map(({ id, names }) => names[0] ?? id);
  return volumes.length === 0 ? "" : `, and with it the volumes ${volumes.join(", ")}`;
}

function locking(resource: Resource, now: Observed): Draft {
  const does = `lock ${resource.name} in Nova: reboot, rebuild, stop and delete are refused to everybody but an admin`;
  return { ...common(resource, now), action: "act", risk: "safe", because: "it is protected", does };
}

function relocking(resource: Resource, now: Observed): Draft {
  const does = `lock ${resource.name} again`;
  return { ...common(resource, now), action: "act", risk: "safe", because: "it is locked now", does };
}

function unlocking(resource: Resource, now: Observed): Draft {
  const does = `lift the lock of ${resource.name} ("${text(now.fields.lockedReason)}")`;
  return { ...common(resource, now), action: "act", risk: "safe", because: "a lock stops what comes next", does };
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function volumeDrafts(now: Observed | undefined): readonly Draft[] {
  return (now?.targets ?? []).map((target) => {
    const name = target.names[0] ?? target.id;
    return {
      action: "delete",
      system: "openstack",
      kind: "volume",
      name,
      risk: "destructive",
      because: `it would outlive ${now?.name} and cost quota`,
      interrupts: `all data on ${name} is lost`,
      before: { id: target.id, of: now?.name ?? "" },
      targets: [target],
    };
  });
}
