import assert from "node:assert/strict";
import test from "node:test";
import { type Gate, sessionGate } from "#src/systems/ssh/gate.ts";

/** Commands that run until they are ended, in the order in which they got in. */
function commands(gate: Gate) {
  const inside: (() => void)[] = [];
  const begin = (count: number) => {
    for (let each = 0; each < count; each += 1) void gate(() => new Promise<void>((resolve) => inside.push(resolve)));
  };
  const end = async (count: number) => {
    for (const ended of inside.splice(0, count)) ended();
    await turn();
  };
  return { begin, end, running: () => inside.length };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const limits = { sessionsAtOnce: 5, sessionsInAll: 9, sessionLingersMs: 60_000 };

test("a burst of commands gets in at once, up to what a connection carries", async () => {
  const { begin, running } = commands(sessionGate(limits));
  begin(12);
  await turn();
  assert.equal(running(), 9);
});

test("those that ended of late count, so that the server never has more than ten", async () => {
  const { begin, end, running } = commands(sessionGate(limits));
  begin(12);
  await turn();
  await end(4);
  assert.equal(running(), 5, "nobody follows yet");
  await end(1);
  assert.equal(running(), 5, "one follows");
});

test("those that ended are forgotten after a while", async () => {
  const { begin, end, running } = commands(sessionGate({ ...limits, sessionLingersMs: 5 }));
  begin(12);
  await turn();
  await end(3);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(running(), 9);
});

test("a command that fails leaves its place", async () => {
  const gate = sessionGate({ ...limits, sessionsAtOnce: 1, sessionsInAll: 1 });
  await assert.rejects(
    gate(() => Promise.reject(new Error("no"))),
    /no/,
  );
  assert.equal(await gate(async () => 1), 1);
});
