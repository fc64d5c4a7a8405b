import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { OpsError } from "../../src/model/error.ts";
import { openRehearsal, type RehearsalOptions } from "../../src/world/rehearsal.ts";
import { argumentsOf } from "../support/console.ts";

const environment = join(import.meta.dirname, "..", "rehearsal", "environment.ts");

interface State {
  readonly id: string;
  readonly pid: number;
  readonly port: number;
}

/** A home of its own; the world in it ends with the test. */
function homeFor(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), "rehearsal-"));
  const stateFile = join(home, "worlds", "environment.json");
  const state = (): State => JSON.parse(readFileSync(stateFile, "utf8"));
  const open = (more: Partial<RehearsalOptions> = {}) => openRehearsal({ environment, home, ...more });
  t.after(async () => {
    await open().then((world) => world.stop());
    rmSync(home, { recursive: true, force: true });
  });
  return { home, stateFile, state, open };
}

function isUsage(code: string, pattern: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof OpsError);
    assert.deepEqual([error.code, error.reason], [code, "usage"]);
    assert.match(`${error.what}\n${error.why}\n${error.next}`, pattern);
    return true;
  };
}

test("two consoles that start at once share one world, with its time", async (t) => {
  const { open, stateFile } = homeFor(t);
  const [first, second] = await Promise.all([open(), open()]);
  assert.equal(second.id, first.id);
  assert.match(first.id, /^rehearsal-/);
  await first.clock.sleep(60_000);
  const third = await open();
  assert.equal(third.clock.now(), first.clock.now());
  assert.equal(statSync(stateFile).mode & 0o777, 0o600);
});

test("a world keeps its seed and its faults, and says how to start over", async (t) => {
  const { open } = homeFor(t);
  const world = await open({ seed: 7, faults: ["slow-boot"] });
  assert.equal((await open({ seed: 7, faults: ["slow-boot"] })).id, world.id);
  assert.equal((await open({ faults: [] })).id, world.id);
  const started = /started with --seed 7 --fault slow-boot/;
  await assert.rejects(open({ seed: 8 }), isUsage("rehearsal-differs", started));
  const command = /\.\/console environment --rehearse --fresh --seed 7 --fault throttle/;
  await assert.rejects(open({ faults: ["throttle"] }), isUsage("rehearsal-differs", command));
  const fresh = await open({ isFresh: true, faults: ["throttle"] });
  assert.notEqual(fresh.id, world.id);
});

test("an unknown fault is refused with the nearest name, whether a world runs or not", async (t) => {
  const { open } = homeFor(t);
  const misspelt = () => open({ faults: ["trottle"] });
  await assert.rejects(misspelt(), isUsage("unknown-fault", /"trottle"\nnearest: throttle;/));
  await open();
  await assert.rejects(misspelt(), isUsage("unknown-fault", /"trottle"\nnearest: throttle;/));
});

test("a world outlives signals to the terminal, and ends when it is stopped", async (t) => {
  const { open, state } = homeFor(t);
  const world = await open();
  process.kill(state().pid, "SIGHUP");
  process.kill(state().pid, "SIGINT");
  assert.equal((await open()).id, world.id);
  await world.stop();
  const next = await open();
  assert.notEqual(next.id, world.id);
});

test("a killed world is told as gone, and a new one begins", async (t) => {
  const { open, state } = homeFor(t);
  const world = await open();
  process.kill(state().pid, "SIGKILL");
  await assert.rejects(
    async () => {
      for (;;) await world.clock.sleep(1);
    },
    (error: unknown) => error instanceof OpsError && error.code === "rehearsal-world-gone",
  );
  assert.notEqual((await open()).id, world.id);
});

/** A network of its own, where the loopback interface is down. */
const noNetwork = [...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"]), "--net"];
const skip = spawnSync("unshare", [...noNetwork, "true"]).status === 0 ? false : "no network namespaces here";

test("a world that cannot be reached is told as such, and ends", { skip, timeout: 30_000 }, async (t) => {
  const home = mkdtempSync(join(tmpdir(), "rehearsal-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const { args, env } = argumentsOf(home, ["cantareira", "--rehearse", "-e", "1"]);
  const { status, stderr } = spawnSync("unshare", [...noNetwork, process.execPath, ...args], { env, encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /was started and cannot be reached\n.*127\.0\.0\.1:\d+[\s\S]*next .*loopback interface/);
  // Its last act is to take that file away.
  while (existsSync(join(home, "worlds/cantareira.json"))) await setTimeout(20, undefined, { signal: t.signal });
});

test("an environment that cannot be loaded says why", async (t) => {
  const { open, home } = homeFor(t);
  const missing = open({ environment: join(home, "nowhere.ts") });
  await assert.rejects(missing, (error: unknown) => error instanceof OpsError && /nowhere\.ts/.test(error.why));
});
