import type { Server, Socket } from "node:net";
import type { Doorways } from "./landscape.ts";
import { createEnsemble } from "./mesos/index.ts";
import { masterServer, wordServer } from "./mesos/servers.ts";
import type { RehearsedWorld } from "./world.ts";

export interface Door {
  readonly host: string;
  readonly port: number;
}

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
    if (masterPorts.has(port) && this.#ensemble.http(address))
      return () => masterServer(this.#ensemble, address, this.#world.requests);
    if (zookeeperPorts.has(port) && this.#ensemble.zookeeper(address)) return () => wordServer(this.#ensemble, address);
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
}

/** Several places' ports as one: whoever knows a host first opens it. */
export class AllDoors implements Doorways {
  readonly #all: readonly Doorways[];

  constructor(all: readonly Doorways[]) {
    this.#all = all;
  }

  async open(host: string, port: number): Promise<Door | undefined> {
    for (const doors of this.#all) {
      const door = await doors.open(host, port);
      if (door) return door;
    }
    return undefined;
  }

  close(): void {
    for (const doors of this.#all) doors.close();
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
