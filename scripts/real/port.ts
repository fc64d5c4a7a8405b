import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** One that nobody listens on, for a server that wants to be told. */
export async function freePort(address = "127.0.0.1"): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const at = server.address();
  server.close();
  await once(server, "close");
  return typeof at === "object" && at ? at.port : 0;
}

/** Gives when something answers there. Rejects with why not when it has not in time. */
export async function answers(url: string, withinSeconds: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (tries >= withinSeconds * 5) throw error;
      await wait(200);
    }
  }
}
