import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import type { HostCommands } from "#src/model/host-commands.ts";
import type { World } from "#src/model/world.ts";
import { createOpenStack, type OpenStack } from "#src/systems/openstack/index.ts";
import { newSightings, placeIn } from "./place.ts";

/** What is answered, or `hang` for nothing at all, or `reset` for a connection that ends. */
export type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  | "hang"
  | "reset";

/** By method and path, `GET nova/v2.1/servers/detail`: in order, the last one for ever. */
export type Routes = Readonly<Record<string, Reply | readonly Reply[]>>;

export interface Sent {
  /** `GET nova/v2.1/servers/detail` */
  readonly route: string;
  readonly query: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface RecordedCloud {
  readonly system: OpenStack;
  readonly sent: Sent[];
  readonly sightings: ReturnType<typeof newSightings>;
  /** How many requests of that route came. */
  count(route: string): number;
}

/** The project of the recordings, and a moment in which their tokens live. */
export const project = "6df6ae9df56d47419d5068d9f02487af";
const moment = Date.parse("2026-11-20T08:31:00Z");

const services: Readonly<Record<string, string>> = {
  "5000": "keystone",
  "8774": "nova",
  "8776": "cinder",
  "9292": "glance",
};

const recordings = new Map<string, Reply>();

/** The answer of a recorded exchange with a real OpenStack, by its name. */
export function recorded(file: string, name: string): Reply {
  const key = `${file}/${name}`;
  if (!recordings.has(key)) readRecordings(file);
  const found = recordings.get(key);
  if (!found) throw new Error(`no recording ${key}`);
  return found;
}

function readRecordings(file: string): void {
  const lines = readFileSync(new URL(`../../recorded/openstack/${file}.jsonl`, import.meta.url), "utf8").trim();
  for (const line of lines.split("\n")) {
    const { name, response } = JSON.parse(line);
    recordings.set(`${file}/${name}`, response);
  }
}

export const loggedIn = { "POST keystone/v3/auth/tokens": recorded("auth", "auth-password-project") } satisfies Routes;

export interface CloudStage {
  readonly env?: Readonly<Record<string, string>>;
  readonly ssh?: HostCommands;
  readonly answerWithinMs?: number;
  /** The gateway that the environment has. */
  readonly gateway?: string;
  /** Hosts that are not reached directly. */
  readonly unreachable?: boolean;
}

const shell = {
  OS_AUTH_URL: "http://127.0.0.1:5000/v3",
  OS_USERNAME: "alibuild",
  OS_PASSWORD: "alibuildpass",
  OS_PROJECT_NAME: "alibuild",
  OS_USER_DOMAIN_NAME: "Default",
  OS_PROJECT_DOMAIN_NAME: "Default",
};

/** A cloud that answers what a real one was recorded to answer, and the system that asks it. */
export async function recordedCloud(t: TestContext, routes: Routes, stage: CloudStage = {}): Promise<RecordedCloud> {
  const sent: Sent[] = [];
  const turns = new Map<string, number>();
  const server = createServer((request, response) => void answer(request, response, routes, turns, sent));
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const connect = async () => {
    if (stage.unreachable) throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    return { host: "127.0.0.1", port };
  };
  const clock = { now: () => moment, sleep: async () => undefined };
  const world: World = { kind: "real", id: "real test", clock, random: () => "00", connect };
  const sightings = newSightings();
  const system = systemOf(world, sightings, stage, port);
  t.after(() => {
    system.close();
    server.closeAllConnections();
    server.close();
  });
  return { system, sent, sightings, count: (route) => sent.filter((each) => each.route === route).length };
}

function systemOf(
  world: World,
  sightings: ReturnType<typeof newSightings>,
  stage: CloudStage,
  port: number,
): OpenStack {
  const { env = shell, ssh, gateway, answerWithinMs = 2_000 } = stage;
  const environment = { ...placeIn(project), ...(gateway && { gateway: { host: gateway } }) };
  const forwarding = ssh && { ...ssh, forward: async () => ({ host: "127.0.0.1", port }) };
  const limits = { connectWithinMs: 300, answerWithinMs };
  const settings = { env, folders: [] };
  return createOpenStack({ environment, world, sightings, settings, limits, ssh: forwarding });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Routes,
  turns: Map<string, number>,
  sent: Sent[],
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://cloud");
  const service = services[(request.headers.host ?? "").split(":")[1] ?? ""];
  const route = `${request.method} ${service}${url.pathname}`;
  sent.push({ route, query: url.search, headers: request.headers, body: await text(request) });
  const turn = turns.get(route) ?? 0;
  turns.set(route, turn + 1);
  const replies = [
    routes[route] ?? { status: 404, body: { itemNotFound: { code: 404, message: `no ${route}` } } },
  ].flat();
  write(response, replies[Math.min(turn, replies.length - 1)] ?? "reset");
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply === "hang") return;
  if (reply === "reset") {
    response.destroy();
    return;
  }
  const { "Content-Length": _, Connection: __, ...headers } = reply.headers ?? {};
  response.writeHead(reply.status, headers);
  response.end(typeof reply.body === "string" ? reply.body : reply.body === null ? "" : JSON.stringify(reply.body));
}
