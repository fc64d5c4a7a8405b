import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { journalFile, openAsJane, opsErrorOf, startConsole, temporaryHome } from "./fixture.ts";

const scope = "cantareira/test";

test("a stack that another console holds is refused, naming who does what there", async (t) => {
  const home = temporaryHome(t);
  const other = startConsole(t, "take", home, scope);
  await other.report();
  const store = openAsJane(home);
  const error = opsErrorOf(() => store.begin(scope, "MesosFixed create test", {}));
  assert.equal(error.code, "lease-held");
  assert.equal(error.reason, "parked");
  assert.match(
    error.what,
    new RegExp(
      `^the stack cantareira/test is held by run r1 \\(MesosCluster create test\\) of john@host, process ${other.pid}, since \\d\\d:\\d\\d$`,
    ),
  );
  assert.match(error.next, /^show\("r1"\)/);
  assert.deepEqual(
    store.leases().map((lease) => [lease.scope, lease.run, lease.pid]),
    [[scope, "r1", other.pid]],
  );
  assert.equal(store.begin("cantareira/dev", "another stack", {}).run, "r2");
  store.close();
});

test("the stack of a killed console is taken over under a higher fence", async (t) => {
  const home = temporaryHome(t);
  const other = startConsole(t, "take", home, scope);
  await other.report();
  await other.kill();
  const store = openAsJane(home);
  assert.deepEqual(store.leases(), []);
  const lease = store.acquire(scope, "r1", "MesosCluster create test");
  assert.equal(lease.fence, 2);
  assert.equal(store.events("r1").length, 1);
  store.close();
});

test("of two consoles that want one stack at once, one gets it", async (t) => {
  const home = temporaryHome(t);
  const racers = ["a", "b"].map(() => startConsole(t, "take", home, scope));
  const outcomes = await Promise.all(racers.map((racer) => racer.report()));
  const store = openAsJane(home);
  assert.deepEqual(store.runs(), ["r1"]);
  assert.equal(JSON.stringify(outcomes).split("lease-held").length - 1, 1);
  store.close();
});

test("a reused process id is not the holder", (t) => {
  const home = temporaryHome(t);
  const store = openAsJane(home);
  store.begin(scope, "x", {});
  using database = new DatabaseSync(journalFile(home));
  database.exec("UPDATE lease SET processStartedAt = 'another/1'");
  assert.deepEqual(store.leases(), []);
  assert.equal(store.acquire(scope, "r1", "x").fence, 2);
  store.close();
});

test("a console that was taken for dead can no longer write: the fence has moved on", (t) => {
  const home = temporaryHome(t);
  const store = openAsJane(home);
  const { run, lease } = store.begin(scope, "x", {});
  using database = new DatabaseSync(journalFile(home));
  database.exec("UPDATE lease SET processStartedAt = 'another/1'");
  const taken = store.acquire(scope, run, "x");
  const error = opsErrorOf(() => store.append([{ run, step: "s", kind: "intended", body: {} }], lease));
  assert.equal(error.code, "fence-lost");
  assert.match(error.why, /^it was taken by run r1 \(x\) of jane@host/);
  assert.equal(store.events(run).length, 1);
  const [event] = store.append([{ run, step: "s", kind: "intended", body: {} }], taken);
  assert.equal(event?.fence, 2);
  store.close();
});

test("a lease that was let go writes nothing and holds nothing", (t) => {
  const store = openAsJane(temporaryHome(t));
  const { run, lease } = store.begin(scope, "x", {});
  store.release(lease);
  assert.deepEqual(store.leases(), []);
  assert.equal(opsErrorOf(() => store.append([{ run, step: "", kind: "parked", body: {} }], lease)).code, "fence-lost");
  assert.equal(store.acquire(scope, run, "x").fence, 2);
  store.close();
});

test("an old holder that lets go does not let the new one's hold go", (t) => {
  const home = temporaryHome(t);
  const store = openAsJane(home);
  const { run, lease } = store.begin(scope, "x", {});
  store.release(lease);
  const again = store.acquire(scope, run, "x");
  store.release(lease);
  assert.deepEqual(store.leases(), [again]);
  store.close();
});
