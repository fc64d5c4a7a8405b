import type { OpenStackEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { at, listAt, textAt } from "../../model/json-at.ts";
import { cloudError, quoted } from "./error.ts";

/** The services that we speak to, by what the catalog calls them. */
export const serviceTypes = {
  compute: ["compute"],
  volume: ["volumev3", "block-storage", "block-store"],
  image: ["image"],
  identity: ["identity"],
} as const satisfies Record<string, readonly string[]>;

export type Service = keyof typeof serviceTypes;

/** A token with what it opens. */
export interface Session {
  /** Secret. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly projectId: string;
  readonly projectName: string;
  readonly user: string;
  readonly roles: readonly string[];
  /** For people: where the credentials stand. */
  readonly from: string;
  /** Base URL by service, without a slash at the end. */
  readonly endpoints: Partial<Readonly<Record<Service, string>>>;
}

/** From Keystone's answer to a request for a token. */
export function sessionFrom(
  body: Json,
  token: string,
  { from, region, ...choice }: { readonly from: string; readonly region?: string; readonly interface: string },
): Session {
  const expiresAt = Date.parse(textAt(body, "token", "expires_at") ?? "");
  if (token === "" || Number.isNaN(expiresAt))
    throw cloudError("cloud-answer", "Keystone gave no token", "its answer has no token or no expiry");
  return {
    token,
    expiresAt,
    projectId: textAt(body, "token", "project", "id") ?? "",
    projectName: quoted(textAt(body, "token", "project", "name") ?? ""),
    user: quoted(textAt(body, "token", "user", "name") ?? ""),
    roles: listAt(body, "token", "roles").flatMap((role) => quoted(textAt(role, "name") ?? "")),
    from,
    endpoints: endpointsOf(listAt(body, "token", "catalog"), choice.interface, region),
  };
}

/** Endpoints come from the catalog and from nowhere else. */
export function endpointsOf(catalog: readonly Json[], kind: string, region: string | undefined): Session["endpoints"] {
  const names: readonly Service[] = ["compute", "volume", "image", "identity"];
  const found = names.map((service) => [service, endpointOf(catalog, service, kind, region)] as const);
  return Object.fromEntries(found.filter(([, url]) => url !== undefined));
}

function endpointOf(catalog: readonly Json[], service: Service, kind: string, region: string | undefined) {
  const types: readonly string[] = serviceTypes[service];
  const entries = catalog.filter((entry) => types.includes(textAt(entry, "type") ?? textAt(entry, "Type") ?? ""));
  const endpoints = entries.flatMap((entry) => endpointsIn(entry));
  const fitting = endpoints.filter(
    (each) =>
      at(each, "interface") === kind && (!region || [at(each, "region"), at(each, "region_id")].includes(region)),
  );
  const url = textAt(fitting[0], "url")?.replace(/\/+$/, "");
  return service === "image" && url !== undefined && !/\/v2$/.test(url) ? `${url}/v2` : url;
}

/** Keystone's entry, the command line client's, and that of older clients, which print it as text. */
function endpointsIn(entry: Json): readonly Json[] {
  const printed = (textAt(entry, "Endpoints") ?? "").matchAll(/^(\S+)\s+(\w+): (\S+)$/gm);
  const parsed = [...printed].map(([, region = "", kind = "", url = ""]) => ({ region, interface: kind, url }));
  return [...listAt(entry, "endpoints"), ...listAt(entry, "Endpoints"), ...parsed];
}

/** Refuses a token of any other project than the one that the environment is pinned to. */
export function mustBePinned(session: Session, { name, openstack }: OpenStackEnvironment): Session {
  if (session.projectId === openstack.project.id && session.projectId !== "") return session;
  const theirs = `${session.projectName || "no project"} (${session.projectId || "no id"})`;
  throw new OpsError({
    code: "wrong-project",
    reason: "refused",
    what: `Your OpenStack credentials are of project ${theirs}; ${name} is pinned to ${openstack.project.name} (${openstack.project.id})`,
    why: `you are ${session.user || "unknown"} by ${session.from}; nothing else was read`,
    next: `OS_CLOUD=<an entry of clouds.yaml for ${openstack.project.name}> ./console ${name}`,
  });
}
