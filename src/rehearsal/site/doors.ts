import type { Server, Socket } from "node:net";
import type { Door } from "../doors.ts";
import { listen } from "../doors.ts";
import type { Doorways } from "../landscape.ts";
import { httpServer } from "../openstack/door.ts";
import type { ServedAt } from "../openstack/index.ts";

/** Loopback listeners for the site's services, opened when somebody asks for them. */
export class ServiceDoors implements Doorways {
  readonly #services: readonly ServedAt[];
  readonly #open = new Map<ServedAt, { readonly server: Server; readonly door: Promise<Door> }>();
  readonly #sockets = new Set<Socket>();

  constructor(services: readonly ServedAt[]) {
    this.#services = services;
  }

  async open(host: string, port: number): Promise<Door | undefined> {
    const service = this.#services.find((each) => each.host === host.toLowerCase() && each.port === port);
    return service && (await this.#doorOf(service));
  }

  close(): void {
    for (const { server } of this.#open.values()) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #doorOf(service: ServedAt): Promise<Door> {
    const known = this.#open.get(service);
    if (known) return known.door;
    const server = httpServer(service.answer);
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    const door = listen(server).then((port) => ({ host: "127.0.0.1", port }));
    this.#open.set(service, { server, door });
    return door;
  }
}
