import assert from "node:assert/strict";
import type { Json } from "#src/model/json.ts";
import type { Address, CloudCredentials } from "#src/model/world.ts";
import { type Answer, at, type Bench, type Call, listAt, type Service, textAt } from "./case.ts";

export interface BenchOptions {
  readonly credentials: CloudCredentials;
  /** Where a host and port of the catalog is really reached; `World.connect`. */
  connect(host: string, port: number): Promise<Address>;
  pause(): Promise<void>;
  /** Makes names unlike those of another bench. */
  readonly prefix: string;
}

const catalogTypes: Readonly<Record<Exclude<Service, "identity">, string>> = {
  compute: "compute",
  volume: "volumev3",
  image: "image",
};

/** Logs in and finds an image and a flavor. */
export async function openBench({ credentials, connect, pause, prefix }: BenchOptions): Promise<Bench> {
  const auth = authOf(credentials);
  const send = (base: string, call: Call, token: string | null) => exchange(connect, base, call, token);
  const body = { auth: { identity: identityOf(auth), scope: { project: auth.project } } };
  const login = await send(credentials.authUrl, { method: "POST", path: "/auth/tokens", body }, null);
  assert.equal(login.status, 201, JSON.stringify(login.body));
  const token = login.headers["x-subject-token"] ?? "";
  const baseOf = (service: Service) =>
    service === "identity" ? credentials.authUrl : endpointOf(login.body, catalogTypes[service]);
  const call = (service: Service, what: Call) =>
    send(baseOf(service), { ...what, microversion: microversionOf(service, what) }, tokenOf(what, token));
  const images = await call("image", { path: "/images?status=active&limit=1" });
  const flavors = await call("compute", { path: "/flavors/detail?minDisk=10" });
  return {
    auth,
    token,
    call,
    pause,
    projectId: textAt(login.body, "token", "project", "id"),
    image: textAt(images.body, "images", 0, "id"),
    flavor: textAt(flavors.body, "flavors", 0, "id"),
    name: (what) => `${prefix}${what}`,
  };
}

function authOf({ username, password, userDomainId, projectName, projectDomainId }: CloudCredentials): Bench["auth"] {
  return {
    user: { name: username, domain: { id: userDomainId }, password },
    project: { name: projectName, domain: { id: projectDomainId } },
  };
}

export function identityOf({ user }: Pick<Bench["auth"], "user">) {
  return { methods: ["password"], password: { user } };
}

/** Glance's endpoint is without its version. */
function endpointOf(login: Json | undefined, type: string): string {
  const service = listAt(login, "token", "catalog").find((each) => at(each, "type") === type);
  const endpoint = listAt(service, "endpoints").find((each) => at(each, "interface") === "public");
  const url = textAt(endpoint, "url").replace(/\/$/, "");
  return type === "image" && !url.endsWith("/v2") ? `${url}/v2` : url;
}

function tokenOf({ token }: Call, own: string): string | null {
  return token === undefined ? own : token;
}

/** As the header has it: `compute 2.79`. */
function microversionOf(service: Service, { microversion }: Call): string | null {
  const usual = { compute: "2.79", volume: "3.59", image: null, identity: null }[service];
  const version = microversion === undefined ? usual : microversion;
  return version === null ? null : `${service} ${version}`;
}

async function exchange(
  connect: BenchOptions["connect"],
  base: string,
  { method = "GET", path, body, microversion }: Call,
  token: string | null,
): Promise<Answer> {
  const url = new URL(base.replace(/\/$/, "") + path);
  const { host, port } = await connect(url.hostname, Number(url.port || 80));
  const headers: Record<string, string> = { accept: "application/json" };
  if (token !== null) headers["x-auth-token"] = token;
  if (microversion) headers["openstack-api-version"] = microversion;
  if (body !== undefined) headers["content-type"] = "application/json";
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`http://${host}:${port}${url.pathname}${url.search}`, init);
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed(text) };
}

function parsed(text: string): Json | undefined {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
