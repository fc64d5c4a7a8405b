import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createEnsemble, isMutating } from "./mesos/index.ts";
import type { RehearsedWorld } from "./world.ts";

export interface Door {
  readonly host: string;
  readonly port: number;
}

/** The bytes of a four-letter word. */
const longestWord = 16;

/** Loopback listeners for the ports of the world's machines, opened when somebody asks for them. */
export class Doors {
  readonly #world: RehearsedWorld;
  readonly #ensemble: ReturnType<typeof createEnsemble>;
  readonly #servers = new Map<string, { readonly server: Server; readonly door: Promise<Door> }>();
  readonly #sockets = new Set<Socket>();

  constructor(world: RehearsedWorld) {
    this.#world = world;
    this.#ensemble = createEnsemble(world.machines);
    world.instances.watch(() => this.#ensemble.look());
  }

  /** Where the port of a machine (by address or host name) is reached; `undefined` when nothing listens there now. */
  async open(host: string, port: number): Promise<Door | undefined> {
    const machine = this.#world.machines.up().find((each) => each.address === host || each.hostname === host);
    const server = machine && this.#serverFor(machine.address, port);
    return server && this.#doorOf(`${machine.address}:${port}`, server);
  }

  close(): void {
    for (const { server } of this.#servers.values()) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serverFor(address: string, port: number): (() => Server) | undefined {
    const { masterPorts, zookeeperPorts } = this.#world.ground.place;
    if (masterPorts.has(port) && this.#ensemble.http(address)) return () => this.#httpServer(address);
    if (zookeeperPorts.has(port) && this.#ensemble.zookeeper(address)) return () => this.#wordServer(address);
    return undefined;
  }

  #doorOf(name: string, make: () => Server): Promise<Door> {
    const known = this.#servers.get(name);
    if (known) return known.door;
    const server = make();
    server.on("connection", (socket: Socket) => this.#watch(socket));
    const door = listen(server).then((port) => ({ host: "127.0.0.1", port }));
    this.#servers.set(name, { server, door });
    return door;
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
  }

  /** HTTP for as long as something serves it there; a connection to a machine that went is reset. */
  #httpServer(address: string): Server {
    const listener = getRequestListener((request) => this.#answer(address, request), { overrideGlobalObjects: false });
    return createHttpServer((incoming, outgoing) => {
      if (this.#ensemble.http(address)) return void listener(incoming, outgoing);
      incoming.socket.resetAndDestroy();
    });
  }

  async #answer(address: string, request: Request): Promise<Response> {
    const body = request.method === "POST" ? await request.text() : undefined;
    const path = new URL(request.url).pathname;
    const serve = this.#ensemble.http(address);
    const again = new Request(request.url, {
      method: request.method,
      headers: request.headers,
      ...(body === undefined ? {} : { body }),
    });
    const response = serve ? await serve(again) : new Response("", { status: 502 });
    const isChange = isMutating(request.method, path, body ?? "");
    this.#world.requests.add({
      service: "mesos",
      action: `${request.method} ${path}`,
      isMutating: isChange,
      status: response.status,
    });
    return response;
  }

  /** ZooKeeper's four-letter words: an answer, then the end. */
  #wordServer(address: string): Server {
    return createServer((socket) => {
      let word = "";
      socket.setEncoding("latin1");
      socket.on("data", (text: string) => {
        word += text;
        const answer = this.#ensemble.zookeeper(address);
        if (answer === undefined || word.length > longestWord) socket.resetAndDestroy();
        else if (word.trim().length >= 4) socket.end(answer(word.trim()));
      });
    });
  }
}

/** A random port of the loopback interface. */
export function listen(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    resolve(typeof address === "object" && address ? address.port : 0);
  });
  return promise;
}
