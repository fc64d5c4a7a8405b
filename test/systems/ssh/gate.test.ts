import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type Gate, gate } from "#src/systems/ssh/gate.ts";

/** Commands that run until they are ended, in the order in which they got in. */
function commands(through: Gate) {
  const inside: (() => void)[] = [];
  const begin = (count: number) => {
    for (let each = 0; each < count; each += 1) void through(() => new Promise<void>((end) => inside.push(end)));
  };
  const end = async (count: number) => {
    for (const ended of inside.splice(0, count)) ended();
    await wait(0);
  };
  return { begin, end, running: () => inside.length };
}

test("so many get in at once, and one that ends lets in the next", async () => {
  const { begin, end, running } = commands(gate(9));
  begin(12);
  assert.equal(running(), 9);
  await end(2);
  assert.equal(running(), 9);
  await end(9);
  assert.equal(running(), 1);
});

test("a place that is kept is taken for a while after the end", async () => {
  const { begin, end, running } = commands(gate(9, 30));
  begin(12);
  await end(4);
  assert.equal(running(), 5, "nobody follows yet");
  await wait(60);
  assert.equal(running(), 8);
});

test("one that fails leaves its place", async () => {
  const one = gate(1);
  await assert.rejects(
    one(() => Promise.reject(new Error("no"))),
    /no/,
  );
  assert.equal(await one(async () => 1), 1);
});
