import type { OpenStackEnvironment } from "../../model/environment.ts";
import { type Fields, isFields, type Json } from "../../model/json.ts";
import { at, isTrueAt, listAt, numberAt, textAt, textsAt } from "../../model/json-at.ts";
import type { Sightings } from "../../model/sightings.ts";
import type { Cloud } from "./cloud.ts";
import { quoted } from "./error.ts";
import { shortName } from "./names.ts";
import { readAll } from "./pages.ts";

/** A server as Nova shows it. Texts are printable. */
export interface Server {
  /** UUID */
  readonly id: string;
  /** As it is written in Nova; usually the short name. */
  readonly name: string;
  readonly status: string;
  /** What is being done to it; absent: nothing. */
  readonly taskState?: string;
  readonly zone: string;
  readonly flavor: string;
  readonly image: string;
  readonly addresses: readonly string[];
  /** Id of the project that it is of, as Nova tells it. */
  readonly project: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly isLocked: boolean;
  readonly lockedReason: string;
  /** Why it is in ERROR. */
  readonly fault: string;
  /** ISO 8601 */
  readonly created: string;
  readonly volumes: readonly Attached[];
}

export interface Attached {
  /** The volume's UUID. */
  readonly id: string;
  readonly isDeletedWithServer: boolean;
}

/** A server in short, for lists and completion. */
export interface ServerSummary {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly zone: string;
  readonly addresses: readonly string[];
  /** How many are attached. */
  readonly volumes: number;
  /** Why it is locked, `locked` where no reason is given, empty where it is not. */
  readonly lock: string;
}

/** Where servers are read, with what is noted on the way. */
export interface ServerLook {
  readonly cloud: Cloud;
  readonly environment: OpenStackEnvironment;
  readonly sightings: Sightings;
}

/** Looks that begin in the same turn share one answer: the columns of a checklist ask all at once. */
const turns = new WeakMap<Cloud, Promise<readonly Server[]>>();

/** All servers of the project. A name is compared here and never by the service: there it is a pattern. */
export function readServers(look: ServerLook): Promise<readonly Server[]> {
  const shared = turns.get(look.cloud);
  if (shared) return shared;
  const reading = readNow(look);
  turns.set(look.cloud, reading);
  setImmediate(() => turns.delete(look.cloud));
  return reading;
}

async function readNow(look: ServerLook): Promise<readonly Server[]> {
  const servers = (await readAll(look.cloud, "compute", "/servers/detail", "servers")).map(serverFrom);
  for (const server of servers) noteVolumes(server, look);
  return servers;
}

/** A volume that was ever seen at a protected server stays protected after a detach. */
function noteVolumes({ id, name, volumes }: Server, { environment, sightings }: ServerLook): void {
  const own = shortName(name);
  const isPinned = environment.protects.some(({ ids = [] }) => ids.includes(id));
  const isNamed = environment.protects.some(({ names = [] }) => names.some((each) => shortName(each) === own));
  // What is protected by its name alone is found again by nothing else, once it is gone.
  const handles = isPinned ? [id] : [id, own];
  if (isPinned || isNamed) for (const volume of volumes) sightings.note(volume.id, handles);
}

export function serverFrom(json: Json): Server {
  const taskState = textAt(json, "OS-EXT-STS:task_state");
  return {
    id: textAt(json, "id") ?? "",
    name: quoted(textAt(json, "name") ?? ""),
    status: quoted(textAt(json, "status") ?? "UNKNOWN"),
    ...(taskState && { taskState: quoted(taskState) }),
    zone: quoted(textAt(json, "OS-EXT-AZ:availability_zone") ?? ""),
    flavor: quoted(textAt(json, "flavor", "original_name") ?? ""),
    image: textAt(json, "image", "id") ?? "",
    addresses: addressesOf(at(json, "addresses")),
    project: textAt(json, "tenant_id") ?? "",
    metadata: textsAt(json, "metadata"),
    tags: listAt(json, "tags").flatMap((tag) => (typeof tag === "string" ? [tag] : [])),
    isLocked: isTrueAt(json, "locked"),
    lockedReason: quoted(textAt(json, "locked_reason") ?? ""),
    fault: faultOf(json),
    created: textAt(json, "created") ?? "",
    volumes: listAt(json, "os-extended-volumes:volumes_attached").map(attachedFrom),
  };
}

function attachedFrom(json: Json): Attached {
  return { id: textAt(json, "id") ?? "", isDeletedWithServer: isTrueAt(json, "delete_on_termination") };
}

function addressesOf(networks: Json | undefined): readonly string[] {
  if (!isFields(networks)) return [];
  const entries: Fields = networks;
  return Object.keys(entries).flatMap((name) => listAt(entries, name).flatMap((each) => textAt(each, "addr") ?? []));
}

function faultOf(json: Json): string {
  const message = textAt(json, "fault", "message");
  return message === undefined ? "" : `${quoted(message)} (${numberAt(json, "fault", "code") ?? "no code"})`;
}

/** Nothing is done to it now. */
export function isAtRest({ status, taskState }: Server): boolean {
  return taskState === undefined && !["BUILD", "REBUILD", "REBOOT", "HARD_REBOOT", "RESIZE"].includes(status);
}

/** `ACTIVE, deleting` */
export function stateOf({ status, taskState }: Server): string {
  return taskState === undefined ? status : `${status}, ${taskState}`;
}
