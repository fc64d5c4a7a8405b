import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import test, { type TestContext } from "node:test";
import { packing } from "#src/model/packing.ts";

/** One end that packs, and the other as it came in. */
async function pair(t: TestContext) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const near = packing(connect({ host: "127.0.0.1", port, noDelay: true }));
  const [far]: readonly Socket[] = await once(server, "connection");
  t.after(() => {
    near.destroy();
    server.close();
  });
  if (!far) throw new Error("nobody came");
  return { near, far };
}

test("what is written in one turn is held until it ends, and arrives in order", async (t) => {
  const { near, far } = await pair(t);
  for (const piece of ["length", " message", " checksum"]) near.write(piece);
  assert.equal(near.writableCorked, 1, "one packet");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(near.writableCorked, 0);
  near.write(", later");
  near.end(" and last");
  assert.equal(await text(far), "length message checksum, later and last");
});

test("who writes hears when it went out", async (t) => {
  const { near, far } = await pair(t);
  far.resume();
  await new Promise((resolve) => near.write("once", "utf8", resolve));
  await new Promise((resolve) => near.write("twice", resolve));
  assert.equal(near.bytesWritten, 9);
});
