import assert from "node:assert/strict";
import test from "node:test";
import { evaluate } from "./batch-run.ts";

const oneAfterAnother = ["begin a", "end a", "begin b", "end b"];

const ways = [
  'Fleet.create!("a"); Fleet.create!("b")',
  'Fleet.create!("a")\nFleet.create!("b")',
  'for (const stack of ["a", "b"]) Fleet.create!(stack)',
  'for (const stack of ["a", "b"]) await Fleet.create!(stack)',
  '["a", "b"].map((stack) => Fleet.create!(stack))',
  'await Promise.all(["a", "b"].map(Fleet.create!.now))',
  '["a", "b"].forEach(async (stack) => { await Fleet.create!(stack) })',
  '[Fleet.create!("a"), Fleet.create!("b")]',
  'Fleet.create!("a").then(() => Fleet.create!("b"))',
];
for (const way of ways)
  test(`one after another: ${way}`, async () => {
    const { status, log, stderr } = await evaluate([way]);
    assert.deepEqual({ status, stderr, log }, { status: 0, stderr: "", log: oneAfterAnother });
  });

test("the value of a map is the list of the values", async () => {
  const { stdout } = await evaluate(['["a", "b"].map((stack) => Fleet.create!(stack))']);
  assert.equal(stdout, "[ { created: 'a' }, { created: 'b' } ]\n");
});

const stops = [
  'Fleet.create!("bad"); Fleet.create!("b"); Fleet.create!("c")',
  '["bad", "b", "c"].map((stack) => Fleet.create!(stack))',
  'for (const stack of ["bad", "b", "c"]) Fleet.create!(stack)',
  'try { await Fleet.create!("bad") } catch {}\nFleet.create!("b"); Fleet.create!("c")',
];
for (const way of stops)
  test(`what failed drops the rest: ${way}`, async () => {
    const { status, log, stdout, stderr } = await evaluate([way]);
    assert.deepEqual(log, ["begin bad", "end bad"]);
    assert.match(stderr, /^!! bad failed\n/);
    assert.match(stderr, /not begun: Fleet.create!\("b"\)\nnot begun: Fleet.create!\("c"\)\n$/);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
  });

test("what is parked drops the rest, and is what one is shown", async () => {
  const { status, stdout, stderr, log } = await evaluate(['Fleet.create!("parked"); Fleet.create!("b")']);
  assert.deepEqual(
    { status, stdout, log },
    { status: 4, stdout: "{ status: 'parked' }\n", log: ["begin parked", "end parked"] },
  );
  assert.equal(stderr, 'not begun: Fleet.create!("b")\n');
});

test("a loop that awaits ends with the first that failed", async () => {
  const { status, log } = await evaluate(['for (const stack of ["a", "bad", "c"]) await Fleet.create!(stack)']);
  assert.deepEqual({ status, log }, { status: 1, log: ["begin a", "end a", "begin bad", "end bad"] });
});

test("a Promise as an argument is refused with the fix, and what it stands for is not begun", async () => {
  const { status, stderr, log } = await evaluate(['Fleet.create!(Fleet.create!("a"))']);
  assert.deepEqual({ status, log }, { status: 2, log: [] });
  assert.match(stderr, /Fleet.create was given a Promise/);
  assert.match(stderr, /Fleet\.create!\(await Fleet\.create!\("a"\)\)/);
  assert.match(stderr, /not begun: Fleet.create!\("a"\)/);
});

test("a look refuses a Promise as well", async () => {
  const { status, stderr } = await evaluate(['Fleet.create(Promise.resolve("a"))']);
  assert.equal(status, 2);
  assert.match(stderr, /was given a Promise/);
});

test("awaited, an application's value is an argument", async () => {
  const { status, log } = await evaluate(['Fleet.create!((await Fleet.create!("a")).created)']);
  assert.deepEqual({ status, log }, { status: 0, log: ["begin a", "end a", "begin a", "end a"] });
});

test("the next input begins anew after one that failed", async () => {
  const { log, stderr } = await evaluate(['try { await Fleet.create!("a") } catch {}', 'Fleet.create!("b")']);
  assert.deepEqual({ log, stderr }, { log: oneAfterAnother, stderr: "" });
});

test("a verb's bang cannot be replaced by something else", async () => {
  const { status, stderr, log } = await evaluate(['"use strict"; Fleet.create.now = () => 1', 'Fleet.create!("a")']);
  assert.equal(status, 2);
  assert.match(stderr, /now: that name belongs to the console/);
  assert.deepEqual(log, []);
});
