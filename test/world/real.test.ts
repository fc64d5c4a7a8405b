import assert from "node:assert/strict";
import test from "node:test";
import { openReal } from "../../src/world/real.ts";

test("the real world has the wall clock, real randomness and addresses as they are", async () => {
  const world = openReal("123456789012 us-east-1");
  assert.deepEqual([world.kind, world.id, world.awsEndpoint], ["real", "real 123456789012 us-east-1", undefined]);
  const before = Date.now();
  await world.clock.sleep(5);
  assert.ok(world.clock.now() >= before);
  assert.match(world.random(8), /^[0-9a-f]{16}$/);
  assert.notEqual(world.random(8), world.random(8));
  assert.deepEqual(await world.connect("mesos.example", 5050), { host: "mesos.example", port: 5050 });
  const reason = new Error("enough");
  await assert.rejects(
    world.clock.sleep(60_000, AbortSignal.abort(reason)),
    (error: Error) => error.name === "AbortError" || error === reason,
  );
});
