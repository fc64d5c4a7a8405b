import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenStackEnvironment, ServerClass } from "#src/model/environment.ts";
import { listen } from "#src/rehearsal/doors.ts";
import { type ServedWorld, serveWorld } from "#src/rehearsal/server.ts";
import type { Site } from "#src/rehearsal/site/index.ts";
import type { SiteServer } from "#src/rehearsal/site/server.ts";
import { type Bench, listAt, textAt } from "../conformance/openstack/case.ts";
import { ConsoleStage } from "../support/console-stage.ts";
import { alibuild } from "../support/site-stage.ts";
import { benchOf, credentialsOf } from "./openstack.ts";

const novaPort = 8774;
const hourMs = 3600 * 1000;

/** Real time that a wait for the cloud takes at least: it does not know the world's. */
const waitMs = 200;

const small: Pick<ServerClass, "flavor" | "image" | "volume"> = {
  flavor: "m2.small",
  image: { option: "cc7", properties: { os_distro: "centos" } },
  volume: { device: "vdb", sizeGB: 1 },
};

type Change = (environment: OpenStackEnvironment) => OpenStackEnvironment;

/**
 * The build infrastructure with a real OpenStack: consoles speak to its Keystone, Nova, Cinder and Glance. Its
 * hypervisor is a fake one, so the hosts' insides are rehearsed: what Nova accepts for a server happens to the
 * rehearsed host of its name too.
 */
export class RealSiteStage extends ConsoleStage<Site> {
  readonly environment: OpenStackEnvironment;

  constructor(environment: OpenStackEnvironment, served: ServedWorld<Site>, port: number) {
    super(served, port, []);
    this.environment = environment;
  }

  /** @param change what is different in this environment */
  static async open(t: TestContext, change: Change = (environment) => environment): Promise<RealSiteStage> {
    const bench = await benchOf("alibuild");
    const environment = change(await environmentIn(bench));
    // Behind by half a day, so that real tokens live as long as the world needs them.
    const served = await serveWorld({ environment, startsAt: Date.now() - 12 * hourMs });
    const nova = await novaBefore(bench, served.world);
    const control = await controlBefore(served.port, nova.port);
    const stage = new RealSiteStage(environment, served, control.port);
    stage.adopt(environment);
    t.after(async () => {
      for (const { server } of [nova, control]) server.close().closeAllConnections();
      await stage.end();
    });
    return stage;
  }
}

async function environmentIn(bench: Bench): Promise<OpenStackEnvironment> {
  const { name, ...openstack } = { name: "alibuild", cloud: "alibuild", provisioner: "openstack" as const };
  return {
    ...alibuild,
    openstack: { ...openstack, project: { name, id: bench.projectId } },
    masters: { ...alibuild.masters, ...small },
    agents: { ...alibuild.agents, ...small },
    protects: await Promise.all(
      alibuild.protects.map(async (thing) => ({ ...thing, ids: await idsOf(thing.names, bench) })),
    ),
  };
}

/** The server's, and those of its volumes: the rehearsed ones have the same. */
async function idsOf([name = ""]: readonly string[], bench: Bench): Promise<string[]> {
  const { body } = await bench.call("compute", { path: `/servers/detail?name=^${name}$` });
  const [server] = listAt(body, "servers");
  const volumes = listAt(server, "os-extended-volumes:volumes_attached").map((volume) => textAt(volume, "id"));
  return [textAt(server, "id"), ...volumes];
}

interface Proxy {
  readonly server: Server;
  readonly port: number;
}

interface Passed {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Came {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Passes everything on, with a look at it on the way. */
async function proxyTo(
  port: number,
  between: (passed: Passed, send: () => Promise<Came>) => Promise<Came>,
): Promise<Proxy> {
  const server = createServer(async (incoming, outgoing) => {
    const body = (await incoming.setEncoding("utf8").toArray()).join("");
    const passed = { method: incoming.method ?? "GET", path: incoming.url ?? "/", headers: incoming.headers, body };
    const came = await between(passed, () => send(port, passed));
    const { "content-length": _, "transfer-encoding": __, connection: ___, ...headers } = came.headers;
    outgoing.writeHead(came.status, headers).end(came.body);
  });
  return { server, port: await listen(server) };
}

function send(port: number, { method, path, headers, body }: Passed): Promise<Came> {
  const { promise, resolve, reject } = Promise.withResolvers<Came>();
  const sent = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, async (answer) => {
    const text = (await answer.setEncoding("utf8").toArray()).join("");
    resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

/** The world tells whom to be in the real cloud, and where that is. */
function controlBefore(port: number, nova: number): Promise<Proxy> {
  let isAsked = false;
  return proxyTo(port, async ({ path }, pass) => {
    const url = new URL(path, "http://world");
    const target = url.searchParams.get("port") ?? "";
    if (url.pathname === "/_world/address" && url.searchParams.get("host") === "127.0.0.1") {
      isAsked = true;
      const at = Number(target) === novaPort ? nova : Number(target);
      return { status: 200, headers: {}, body: JSON.stringify({ host: "127.0.0.1", port: at }) };
    }
    const came = await pass();
    if (url.pathname === "/_world/sleep" && isAsked) {
      isAsked = false;
      await sleep(waitMs);
    }
    if (url.pathname !== "/_world/" && url.pathname !== "/_world") return came;
    const told = JSON.parse(came.body);
    return {
      ...came,
      body: JSON.stringify({ ...told, access: { ...told.access, openstack: credentialsOf("alibuild") } }),
    };
  });
}

/** What real Nova accepts happens to the rehearsed host too; what a console shows is that host's. */
function novaBefore(bench: Bench, site: Site): Promise<Proxy> {
  return proxyTo(novaPort, async (passed, pass) => {
    const id = /\/servers\/([0-9a-f-]{36})/.exec(passed.path)?.[1];
    const isChange = passed.method === "DELETE" || passed.method === "POST";
    const name = isChange && id !== undefined ? await nameOf(id, bench) : undefined;
    const came = await pass();
    if (!isChange || came.status >= 300) return came;
    if (passed.body.includes("os-getConsoleOutput")) return { ...came, body: consoleOf(name, site) };
    follow(passed, name, site);
    return came;
  });
}

/** The fake hypervisor's is always the same few words. */
function consoleOf(name: string | undefined, site: Site): string {
  return JSON.stringify({ output: site.servers.byName(name ?? "")?.consoleLog.join("\n") ?? "" });
}

async function nameOf(id: string, bench: Bench): Promise<string | undefined> {
  const { status, body } = await bench.call("compute", { path: `/servers/${id}` });
  return status === 200 ? textAt(body, "server", "name") : undefined;
}

function follow({ method, path, body }: Passed, name: string | undefined, site: Site): void {
  const host = site.servers.byName(name ?? "");
  const isDeletion = method === "DELETE" && !path.includes("/tags/");
  if (method === "POST" && path.endsWith("/servers")) create(JSON.parse(body), site);
  else if (host) obey(host, isDeletion ? '{"delete"' : body, site);
}

function obey(host: SiteServer, order: string, { servers, ground }: Site): void {
  const orders: Readonly<Record<string, () => void>> = {
    '{"delete"': () => servers.remove(host.id),
    '{"rebuild"': () => servers.rebuild(host.id, host.imageId),
    '{"reboot"': () => servers.reboot(host.id),
  };
  const found = Object.keys(orders).find((each) => order.startsWith(each));
  // What took the fake hypervisor a moment takes the rehearsed host its time.
  while (found && host.taskState) ground.time.sleep(60_000);
  if (found) orders[found]?.();
}

function create(
  body: { readonly server: { readonly name: string; readonly availability_zone?: string } },
  site: Site,
): void {
  const { name, availability_zone: zone } = body.server;
  site.servers.create({ name, zone, flavor: small.flavor, imageId: site.catalogue.images.at(-1)?.id ?? "" });
}
