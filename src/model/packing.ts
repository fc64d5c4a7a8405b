import type { Socket } from "node:net";

/**
 * Sends together what is written in one turn: ssh2 writes each message in three pieces, and a turn has several
 * messages. Without Nagle's delay each piece would be a packet of its own.
 * @param socket one that is connected or was told to: that gives a socket its `write`
 */
export function packing(socket: Socket): Socket {
  const write = socket.write.bind(socket);
  let isPacking = false;
  const pack = () => {
    if (isPacking) return;
    isPacking = true;
    socket.cork();
    process.nextTick(() => {
      isPacking = false;
      socket.uncork();
    });
  };
  return Object.assign(socket, {
    write(...given: Parameters<Socket["write"]>) {
      pack();
      return write(...given);
    },
  });
}
