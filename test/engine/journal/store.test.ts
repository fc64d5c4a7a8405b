import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { journalFile, openAsJane, opsErrorOf, startConsole, temporaryHome } from "./fixture.ts";

const scope = "cantareira/test";

test("what was written is read back by the next console", (t) => {
  const home = temporaryHome(t);
  const first = openAsJane(home);
  const { run, lease } = first.begin(scope, "MesosCluster create test", { title: "MesosCluster create test" });
  first.append([{ run, step: "confirm", kind: "answered", body: { text: "ja ß 日本" } }], lease);
  first.close();

  const second = openAsJane(home);
  const [began, answered] = second.events(run);
  assert.deepEqual(second.runs(), ["r1"]);
  assert.equal(began?.kind, "began");
  assert.equal(began?.at, "2026-03-01T14:02:11.000Z");
  assert.deepEqual(answered?.body, { text: "ja ß 日本" });
  assert.equal(answered?.who, "jane@host");
  assert.equal(answered?.fence, 1);
  assert.deepEqual(second.verify(), { events: 2, isWhole: true });
  second.close();
});

test("only the owner can read it", (t) => {
  const home = temporaryHome(t);
  const store = openAsJane(home);
  store.begin(scope, "x", {});
  const modes = ["", "-wal", "-shm"].map((suffix) => statSync(journalFile(home) + suffix).mode & 0o777);
  assert.deepEqual(modes, [0o600, 0o600, 0o600]);
  assert.equal(statSync(`${home}/journal`).mode & 0o777, 0o700);
  store.close();
});

test("it is a write-ahead log", (t) => {
  const home = temporaryHome(t);
  openAsJane(home).close();
  using database = new DatabaseSync(journalFile(home));
  assert.equal(database.prepare("PRAGMA journal_mode").get()?.journal_mode, "wal");
});

for (const statement of [
  "UPDATE event SET body = '{}'",
  "DELETE FROM event",
  "INSERT OR REPLACE INTO event SELECT seq, run, step, kind, boot, fence, who, at, '{}', hash FROM event",
  "INSERT INTO event SELECT seq + 7, run, step, kind, boot, fence, who, at, body, hash FROM event",
]) {
  test(`the database itself refuses: ${statement}`, (t) => {
    const home = temporaryHome(t);
    const store = openAsJane(home);
    store.begin(scope, "x", {});
    using database = new DatabaseSync(journalFile(home));
    assert.throws(() => database.exec(statement), /the journal is append-only/);
    assert.deepEqual(store.verify(), { events: 1, isWhole: true });
    store.close();
  });
}

test("a step is done once; the refused transaction leaves nothing behind", (t) => {
  const store = openAsJane(temporaryHome(t));
  const { run, lease } = store.begin(scope, "x", {});
  const done = { run, step: "create instance/a/run-instances/1", kind: "done", body: { value: "i-1" } } as const;
  store.append([done], lease);
  const error = opsErrorOf(() => store.append([{ ...done, kind: "doubted" }, done], lease));
  assert.equal(error.code, "done-twice");
  assert.equal(store.events(run).length, 2);
  store.append([{ ...done, step: "create instance/a/run-instances/2" }], lease);
  assert.deepEqual(store.verify(), { events: 3, isWhole: true });
  store.close();
});

test("secrets are masked before they reach the file", (t) => {
  const home = temporaryHome(t);
  const store = openAsJane(home, { mask: (body) => ({ ...body, password: "(masked)" }) });
  const { run } = store.begin(scope, "x", { password: "hunter2" });
  assert.deepEqual(store.events(run)[0]?.body, { password: "(masked)" });
  using database = new DatabaseSync(journalFile(home));
  assert.equal(database.prepare("SELECT body FROM event").get()?.body, '{"password":"(masked)"}');
  store.close();
});

test("a clock that jumps back does not change the order", (t) => {
  let now = Date.parse("2026-03-01T14:00:00Z");
  const store = openAsJane(temporaryHome(t), { clock: { now: () => now } });
  const { run, lease } = store.begin(scope, "x", {});
  now -= 3_600_000;
  store.append([{ run, step: "", kind: "parked", body: {} }], lease);
  assert.deepEqual(
    store.events(run).map(({ kind, at }) => [kind, at.slice(11, 16)]),
    [
      ["began", "14:00"],
      ["parked", "13:00"],
    ],
  );
  assert.equal(store.verify().isWhole, true);
  store.close();
});

test("two consoles that make the journal and begin runs at once never share a run id", async (t) => {
  const home = temporaryHome(t);
  const racers = ["a", "b"].map((name) => startConsole(t, "begin-many", home, name));
  const ids = (await Promise.all(racers.map((racer) => racer.report()))).flat();
  const store = openAsJane(home);
  const expected = Array.from({ length: 50 }, (_, index) => `r${index + 1}`);
  assert.deepEqual(new Set(ids), new Set(expected));
  assert.deepEqual(store.runs(), expected);
  assert.deepEqual(store.verify(), { events: 50, isWhole: true });
  store.close();
});

test("a console killed while it appends loses nothing that was committed, and its journal opens again", async (t) => {
  const home = temporaryHome(t);
  for (const reports of [1, 7, 40]) {
    const writer = startConsole(t, "append-forever", home);
    let committed: unknown;
    for (let count = 0; count < reports; count++) committed = await writer.report();
    await writer.kill();
    for (let last = await writer.report(); last !== undefined; last = await writer.report()) committed = last;

    const store = openAsJane(home);
    const verification = store.verify();
    assert.equal(store.readOnlyBecause, undefined);
    assert.equal(verification.isWhole, true);
    assert.ok(verification.events >= Number(committed), `${verification.events} events, ${committed} committed`);
    store.close();
  }
});
