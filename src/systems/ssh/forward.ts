import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Address } from "../../model/world.ts";

/** A loopback port whose connections are carried elsewhere. */
export interface Doorway {
  readonly address: Address;
  close(): void;
}

/** Opens one: each connection gets a stream of its own, and lasts as long as that. */
export async function openDoorway(open: () => Promise<Duplex>): Promise<Doorway> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => {});
    open()
      .then((stream) => join(socket, stream))
      .catch(() => socket.resetAndDestroy());
  });
  const port = await listening(server);
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { address: { host: "127.0.0.1", port }, close };
}

/** Both ways until both have ended; one that breaks breaks the other. */
async function join(socket: Socket, stream: Duplex): Promise<void> {
  await Promise.all([pipeline(socket, stream, { end: true }), pipeline(stream, socket, { end: true })]);
}

async function listening(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject).listen(0, "127.0.0.1", () => {
    const address = server.address();
    resolve(typeof address === "object" && address ? address.port : 0);
  });
  return await promise;
}
