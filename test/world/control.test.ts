import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import test, { type TestContext } from "node:test";
import { listen } from "#src/rehearsal/doors.ts";
import { Control } from "#src/world/control.ts";

const told = JSON.stringify({ id: "world", seed: 1, faults: [], now: 7, access: {} });

/** A world that closes a connection as the second request comes over it. */
async function closingOne(t: TestContext): Promise<{ readonly port: number; readonly asked: string[] }> {
  const used = new WeakSet<Socket>();
  const asked: string[] = [];
  const server = createServer(({ socket, method, url }, outgoing) => {
    if (used.has(socket)) return socket.resetAndDestroy();
    used.add(socket);
    asked.push(`${method} ${url}`);
    outgoing.setHeader("x-world-now", "7").end(told);
  });
  t.after(() => server.close());
  return { port: await listen(server), asked };
}

test("a connection that was closed while nobody used it is not the end of the world", async (t) => {
  const { port, asked } = await closingOne(t);
  const control = new Control(port, 0);
  assert.equal((await control.tell())?.id, "world");
  assert.equal((await control.tell())?.now, 7);
  await control.sleep(1000);
  assert.deepEqual(asked, ["GET /_world", "GET /_world", "POST /_world/sleep"]);
});

test("a world that has ended is told so", async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  await assert.rejects(new Control(port, 0).tell(), { code: "rehearsal-world-gone" });
});
