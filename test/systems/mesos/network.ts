import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { AwsEnvironment, Stack } from "#src/model/environment.ts";
import type { Address, World } from "#src/model/world.ts";
import type { Ensemble } from "#src/rehearsal/mesos/index.ts";
import cantareira from "../../../environments/cantareira.ts";

/** Told of every request. */
type Log = (method: string, path: string, body: string) => void;

/** Hosts of a made-up network, each a listener on the loopback interface. */
export class Network implements AsyncDisposable {
  readonly #doors = new Map<string, Address>();
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  /** HTTP at `host:5050`. */
  async http(host: string, listener: RequestListener, port = 5050): Promise<void> {
    await this.listen(host, port, createHttpServer(listener));
  }

  /** A ZooKeeper server at `host:2181` that answers words, and closes. */
  async zookeeper(host: string, answer: (word: string) => string): Promise<void> {
    const server = createServer((socket) => {
      socket.setEncoding("latin1").once("data", (word: string) => socket.end(answer(word.trim())));
      socket.on("error", () => socket.destroy());
    });
    await this.listen(host, 2181, server);
  }

  async listen(host: string, port: number, server: Server): Promise<void> {
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, "127.0.0.1", resolve);
    await promise;
    this.#servers.push(server);
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a listener without a port");
    this.#doors.set(`${host}:${port}`, { host: "127.0.0.1", port: address.port });
  }

  /** The masters of an ensemble, whether they are up or not is asked anew for each connection. */
  async ensemble(ensemble: Ensemble, hosts: readonly string[], log: Log = () => undefined): Promise<void> {
    for (const host of hosts) {
      const answer = getRequestListener(async (request) => {
        const master = ensemble.http(host);
        log(request.method, new URL(request.url).pathname, await request.clone().text());
        return master ? await master(request) : new Response(null, { status: 502 });
      });
      await this.http(host, (incoming, outgoing) => void answer(incoming, outgoing));
      await this.zookeeper(host, (word) => ensemble.zookeeper(host)?.(word) ?? "");
    }
    this.#isUp = (host, port) => (port === 5050 ? ensemble.http(host) : ensemble.zookeeper(host)) !== undefined;
  }

  #isUp: (host: string, port: number) => boolean = () => true;

  world(now: () => number = Date.now): World {
    return {
      ...{ kind: "rehearsal", id: "rehearsal-test", random: (bytes: number) => "0".repeat(2 * bytes) },
      clock: { now, sleep: async () => undefined },
      connect: async (host, port) => {
        const door = this.#doors.get(`${host}:${port}`);
        if (door && this.#isUp(host, port)) return door;
        throw Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}`), { code: "ECONNREFUSED" });
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) server.close();
  }
}

/** An environment with one stack `lab` whose masters are the hosts given. */
export function environmentOf(hosts: readonly string[], hasPorts = true): AwsEnvironment {
  const { mesos, ...test }: Stack = cantareira.stacks.test;
  const zones = hosts.map((address, index) => ({ zone: `us-east-1${"abc"[index]}`, subnet: "subnet-1", address }));
  const lab: Stack = { ...test, masters: { ...test.masters, zones }, ...(hasPorts && mesos && { mesos }) };
  return { ...cantareira, stacks: { lab } };
}
