import assert from "node:assert/strict";
import test from "node:test";
import { Stage } from "../support/stage.ts";

test("a fault of the rehearsal is mended by its name, once", async (t) => {
  const stage = await Stage.open(t, { faults: ["throttle"] });
  const { stdout } = await stage.show([], 'mend("throttle")', 'mend("throttle")', "faults()");
  const [mended = "", again = ""] = stdout.split("\n").filter(Boolean);
  assert.match(mended, /throttle does not happen any more/);
  assert.match(again, /not on, or mended already/);
  assert.deepEqual(stage.served.world.ground.troubles.names(), []);
});

test("a fault that there is none of is answered with the nearest", async (t) => {
  const stage = await Stage.open(t);
  const { status, stderr } = await stage.show([], 'mend("throtle")');
  assert.equal(status, 2);
  assert.match(stderr, /nearest: throttle/);
});
