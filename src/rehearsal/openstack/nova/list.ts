import { type SiteServer, statusOf } from "../../site/server.ts";
import { fault } from "../errors.ts";
import type { Asked } from "./server-json.ts";

/** What a list may be asked by. From 2.75 on anything else is refused. Source: nova/api/openstack/compute/schemas/servers.py */
const known = new Set(
  (
    "name status image flavor ip ip6 tags tags-any not-tags not-tags-any locked changes-since changes-before limit " +
    "marker sort_key sort_dir all_tenants deleted host node uuid availability_zone key_name user_id project_id tenant_id " +
    "vm_state task_state power_state description created_at launched_at terminated_at reservation_id config_drive " +
    "access_ip_v4 access_ip_v6 auto_disk_config display_description hostname progress root_device_name soft_deleted"
  ).split(" "),
);

const largestPage = 1000;
const sortKeys: Readonly<Record<string, (server: SiteServer) => string | number>> = {
  display_name: ({ name }) => name,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  uuid: ({ id }) => id,
};

export interface Page {
  readonly servers: readonly SiteServer[];
  /** The id that the next page begins after; absent: a shorter page than it could be. */
  readonly next?: string;
}

/** A page of the servers as Nova lists them: newest first, filtered, sorted. @throws ServiceError 400, 403 */
export function listServers({ site, project, minor }: Asked, query: URLSearchParams): Page {
  check(query, minor);
  const { servers: everybody } = site;
  const gone = query.has("changes-since") ? everybody.gone().filter(({ projectId }) => projectId === project.id) : [];
  const all = [...everybody.ofProject(project.id), ...gone];
  const found = all.filter((server) => matches(server, query, minor)).sort(order(query));
  const from = query.get("marker") ? markedAt(found, query.get("marker") ?? "") : 0;
  const limit = Math.min(Number(query.get("limit") || largestPage), largestPage);
  const servers = found.slice(from, from + limit);
  const last = servers.at(-1);
  return last && servers.length === limit ? { servers, next: last.id } : { servers };
}

function check(query: URLSearchParams, minor: number): void {
  const unknown = [...query.keys()].find((key) => !known.has(key) && !key.startsWith("_"));
  if (unknown && minor >= 75) throw fault(400, `'${unknown}' does not match any of the regexes: '^_'`);
  const limit = query.get("limit") ?? "";
  if (!/^\d*$/.test(limit)) {
    throw fault(400, `Invalid input for query parameters limit. Value: ${limit}. '${limit}' does not match '^[0-9]*$'`);
  }
  if (query.has("all_tenants")) {
    throw fault(403, "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed.");
  }
}

function markedAt(servers: readonly SiteServer[], marker: string): number {
  const index = servers.findIndex(({ id }) => id === marker);
  if (index === -1) throw fault(400, `marker [${marker}] not found`);
  return index + 1;
}

function order(query: URLSearchParams): (a: SiteServer, b: SiteServer) => number {
  const value = sortKeys[query.get("sort_key") ?? ""];
  if (!value) return () => 0;
  const sign = query.get("sort_dir") === "asc" ? 1 : -1;
  return (a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0);
}

/** The name is a regular expression of the database: matched anywhere, in any case. */
function matches(server: SiteServer, query: URLSearchParams, minor: number): boolean {
  const only = (name: string, test: (wanted: string) => boolean) => {
    const wanted = query.get(name);
    return wanted === null || test(wanted);
  };
  const { tags } = server;
  const listed = (text: string) => text.split(",");
  return (
    only("name", (name) => regexOf("name", name).test(server.name)) &&
    only("ip", (ip) => regexOf("ip", `^${ip}`).test(server.address)) &&
    only("status", () => query.getAll("status").some((one) => one.toUpperCase() === statusOf(server))) &&
    only("image", (image) => image === server.imageId) &&
    only("uuid", (id) => id === server.id) &&
    only("key_name", (key) => key === server.keyName) &&
    only("vm_state", (state) => state === server.vmState) &&
    only("locked", (locked) => minor < 73 || /^(true|1|yes|on|t|y)$/i.test(locked) === (server.lock !== undefined)) &&
    only("availability_zone", (zone) => minor < 83 || zone === server.zone) &&
    only("changes-since", (since) => server.updatedAt >= Date.parse(since)) &&
    only("tags", (text) => listed(text).every((tag) => tags.has(tag))) &&
    only("tags-any", (text) => listed(text).some((tag) => tags.has(tag))) &&
    only("not-tags", (text) => !listed(text).every((tag) => tags.has(tag))) &&
    only("not-tags-any", (text) => !listed(text).some((tag) => tags.has(tag)))
  );
}

function regexOf(name: string, text: string): RegExp {
  try {
    return new RegExp(text, "i");
  } catch {
    throw fault(400, `Invalid input for query parameters ${name}. Value: ${text}. '${text}' is not a 'regex'`);
  }
}
