import type { Server, Socket } from "node:net";
import { type Door, listen } from "../doors.ts";
import type { Doorways } from "../landscape.ts";
import type { Ensemble } from "../mesos/index.ts";
import { masterServer, wordServer } from "../mesos/servers.ts";
import { type KeyPair, keyPair } from "../ssh/keys.ts";
import { sshServer } from "../ssh/server.ts";
import type { Call } from "./command.ts";
import { type Host, isUp } from "./host.ts";
import type { Hosts } from "./hosts.ts";
import { execute } from "./shell.ts";
import { isSshRefused } from "./ssh-refuses.ts";

const sshPort = 22;

interface Listening {
  readonly host: Host;
  readonly server: Server;
  readonly door: Promise<Door>;
  readonly sockets: Set<Socket>;
}

/** What the doors lead to besides the hosts' own ports. */
export interface Surroundings {
  /** Any port of any host of the site, as a connection that a host forwards reaches it. */
  reach(host: string, port: number): Promise<Door | undefined>;
  readonly fetch: Call["fetch"];
}

/** Loopback listeners for the ports of the hosts, opened when somebody asks for them, closed when the host goes down. */
export class HostDoors implements Doorways {
  readonly operator: KeyPair;
  readonly #hosts: Hosts;
  readonly #ensemble: Ensemble;
  readonly #around: Surroundings;
  readonly #listening = new Map<string, Listening>();

  constructor(hosts: Hosts, ensemble: Ensemble, around: Surroundings) {
    this.#hosts = hosts;
    this.#ensemble = ensemble;
    this.#around = around;
    this.operator = keyPair(hosts.site.seed, "operator");
    hosts.watch((host) => this.#closeUnless(host));
  }

  async open(name: string, port: number): Promise<Door | undefined> {
    const host = this.#hosts.find(name);
    const make = host && isUp(host) ? this.#serverFor(host, port) : undefined;
    if (!host || !make) return undefined;
    const key = `${host.address}:${port}`;
    const listening = this.#listening.get(key) ?? this.#listen(host, make());
    this.#listening.set(key, listening);
    return listening.door;
  }

  close(): void {
    for (const key of [...this.#listening.keys()]) this.#shut(key);
  }

  #serverFor(host: Host, port: number): (() => Server) | undefined {
    const { site } = this.#hosts;
    const { ports } = site.ground.environment;
    if (port === sshPort) return isSshRefused(this.#hosts, host) ? undefined : () => this.#sshServer(host);
    if (site.ground.troubles.has("mesos-unreachable")) return undefined;
    if (port === ports.master && this.#ensemble.http(host.address))
      return () => masterServer(this.#ensemble, host.address, site.requests);
    if (port === ports.zookeeper && this.#ensemble.zookeeper(host.address))
      return () => wordServer(this.#ensemble, host.address);
    return undefined;
  }

  #sshServer(host: Host): Server {
    const { site } = this.#hosts;
    return sshServer({
      hostKey: host.hostKey(),
      allowed: this.operator,
      exec: (line) => execute({ site, hosts: this.#hosts, fetch: this.#around.fetch }, host, line),
      reach: (target, port) => this.#around.reach(target, port),
    });
  }

  #listen(host: Host, server: Server): Listening {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    });
    return { host, server, sockets, door: listen(server).then((port) => ({ host: "127.0.0.1", port })) };
  }

  /** A host that went down takes its connections along. */
  #closeUnless(host: Host): void {
    if (isUp(host)) return;
    for (const [key, listening] of this.#listening) if (listening.host === host) this.#shut(key);
  }

  #shut(key: string): void {
    const listening = this.#listening.get(key);
    this.#listening.delete(key);
    listening?.server.close();
    for (const socket of listening?.sockets ?? []) socket.destroy();
  }
}
