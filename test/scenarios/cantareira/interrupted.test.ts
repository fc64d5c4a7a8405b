import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import test from "node:test";
import { setTimeout } from "node:timers/promises";
import { wholeCluster } from "../../support/cluster.ts";
import { Stage } from "../../support/stage.ts";

const create = 'MesosCluster.create!("test")';
const masters = 'MesosMaster.create!("test")';
const status = 'MesosCluster.status("test")';

/** Presses until the console has gone: one that has no time to hear takes two for one. */
async function press(child: ChildProcess, name: NodeJS.Signals, end: Promise<unknown>): Promise<void> {
  const pressing = setInterval(() => child.kill(name), 100);
  await end.finally(() => clearInterval(pressing));
}

for (const name of ["SIGINT", "SIGHUP", "SIGTERM"] as const) {
  test(`${name} during an effect waits for its outcome, then parks; resume! finishes`, async (t) => {
    const stage = await Stage.open(t);
    const { child, end, letGo } = await stage.startUntil("RunInstances", ["--yes"], masters, status);
    child.kill(name);
    await setTimeout(50);
    letGo();
    const { status: exit, stderr, documents } = await end;
    assert.equal(exit, 130, stderr);
    assert.match(stderr, /run-instances\/1 done/);
    assert.equal(documents[0]?.error.code, "interrupted");
    assert.match(documents[0]?.error.next, /^resume!\("r1"\)/);
    assert.ok((await stage.instances()).length < 3);
    const resumed = await stage.ask(["--yes"], 'resume!("r1")', masters);
    assert.equal(resumed.status, 0, resumed.stderr);
    assert.deepEqual(resumed.document.plan.changes, []);
  });
}

test("a second Ctrl-C does not wait: the effect is in doubt, and resume! finds that it happened", async (t) => {
  const stage = await Stage.open(t);
  const { child, end } = await stage.startUntil("RunInstances", ["--yes"], create, status);
  await press(child, "SIGINT", end);
  const { status: exit, stderr } = await end;
  assert.match(stderr, /run-instances\/1 doubted: the operator did not wait for its outcome/);
  assert.ok(exit === 130 || exit === 4, stderr);
  const resumed = await stage.ask(["--yes"], 'resume!("r1")', 'show("r1")');
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("two consoles on one stack: the second is told who holds it and what that one does", async (t) => {
  const stage = await Stage.open(t);
  const { child, end, letGo } = await stage.startUntil("RunInstances", ["--yes"], create, status);
  const second = await stage.ask(["--yes"], masters);
  assert.equal(second.status, 4, second.stderr);
  assert.equal(second.document.error.code, "lease-held");
  const { what } = second.document.error;
  assert.match(
    what,
    new RegExp(`cantareira/test is held by run r1 .MesosCluster.create test. .*process ${child.pid}, since \\d`),
  );
  const others = await stage.ask(["--yes"], "runs().then(([run]) => run.status)", 'resume!("r1")');
  assert.deepEqual([others.documents[0], others.status], ["running", 4]);
  assert.equal(others.document.error.code, "lease-held");
  letGo();
  const first = await end;
  assert.equal(first.status, 0, first.stderr);
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("a run is resumed in its own world only", async (t) => {
  const stage = await Stage.open(t, { faults: ["access-denied"] });
  assert.equal((await stage.ask(["--yes"], create)).status, 4);
  const other = await Stage.open(t, { home: stage.home });
  const { status: exit, document } = await other.ask(["--yes"], 'resume!("r1")');
  assert.equal(exit, 3);
  assert.match(document.error.why, /it belongs to another world/);
  assert.deepEqual(other.mutations(), []);
});
