import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { type TestContext } from "node:test";
import {
  type ConsoleProcess,
  consoleProcess,
  fieldsOf,
  journalFile,
  openAsJane,
  opsErrorOf,
  startConsole,
  startProcess,
  temporaryHome,
} from "./fixture.ts";

const scope = "cantareira/test";
const isLinux = process.platform === "linux";

/** A mount namespace of its own, so that what a test mounts ends with its process. */
const ownMounts = [...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"]), "--mount"];
const canMount = spawnSync("unshare", [...ownMounts, "mount", "-t", "tmpfs", "none", tmpdir()]).status === 0;
const noMounts = canMount ? false : "this system does not let us mount";

/** Runs a console where `script` may mount on `$1`, the home. */
function startWithMount(t: TestContext, script: string, task: string, home: string): ConsoleProcess {
  const console = `exec "${process.execPath}" "${consoleProcess}" ${task} "$1"`;
  return startProcess(t, "unshare", [...ownMounts, "sh", "-ec", `${script}; ${console}`, "sh", home]);
}

test("locked by a process that hangs: names it, its command and since when", { skip: !isLinux }, async (t) => {
  const home = temporaryHome(t);
  openAsJane(home).close();
  const other = startConsole(t, "lock", home);
  await other.report();
  const store = openAsJane(home, { busyMilliseconds: 50 });
  const error = opsErrorOf(() => store.begin(scope, "x", {}));
  assert.equal(error.code, "journal-locked");
  assert.match(error.why, new RegExp(`^held by process ${other.pid} \\(.+\\), running since .*\\d\\d:\\d\\d$`));
  assert.deepEqual(store.runs(), [], "one can look meanwhile");
  await other.kill();
  assert.equal(store.begin(scope, "x", {}).run, "r1");
  store.close();
});

test("a full disk: nothing that was committed is lost, and it goes on once there is room", {
  skip: noMounts,
}, async (t) => {
  const home = temporaryHome(t);
  const script = `mount -t tmpfs -o size=1m none "$1"; head -c 600000 /dev/zero > "$1/ballast"`;
  const writer = startWithMount(t, script, "fill", home);
  const full = fieldsOf(await writer.report());
  const failure = fieldsOf(full.failure ?? null);
  assert.equal(failure.code, "journal-full");
  assert.equal(failure.what, `the disk of ${home}/journal is full: nothing can be journaled`);
  const acknowledged = Number(full.acknowledged);
  assert.ok(acknowledged > 5);
  assert.equal(full.events, acknowledged + 1);
  assert.deepEqual(full.verification, { events: acknowledged + 1, isWhole: true });
  const events = acknowledged + 2;
  assert.deepEqual(await writer.report(), { events, verification: { events, isWhole: true } });
});

for (const [how, leave] of leavings()) {
  test(`a full disk at the start, left by a ${how} console: one can look, acting is refused`, {
    skip: noMounts,
  }, async (t) => {
    const home = temporaryHome(t);
    await leave(t, home);
    mkdirSync(join(home, "full"));
    const script = `mount -t tmpfs -o size=1m none "$1/full"; cp -a "$1/journal" "$1/full/"
      head -c 2000000 /dev/zero > "$1/full/ballast" 2>/dev/null || set -- "$1/full"`;
    const seen = fieldsOf(await startWithMount(t, script, "look", home).report());
    assert.deepEqual(seen.runs, ["r1"]);
    assert.match(String(fieldsOf(seen.begin).what), /^(the disk of .* is full|nothing can be changed now)/);
    assert.match(JSON.stringify(seen), /the disk of [^ ]*\/full\/journal is full/);
  });
}

for (const [how, leave] of leavings()) {
  test(`a read-only home, left by a ${how} console: one can look, acting is refused`, { skip: noMounts }, async (t) => {
    const home = temporaryHome(t);
    await leave(t, home);
    const looker = startWithMount(t, `mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"`, "look", home);
    const seen = fieldsOf(await looker.report());
    assert.equal(seen.readOnlyBecause, `${home}/journal cannot be written (EROFS)`);
    assert.deepEqual(seen.runs, ["r1"]);
    assert.deepEqual(seen.leases, []);
    const refusal = fieldsOf(seen.begin);
    assert.equal(refusal.code, "journal-read-only");
    assert.match(String(refusal.next), /MESOS_CONSOLE_HOME/);
  });
}

function leavings() {
  return [
    ["closed", leaveClosed],
    ["killed", leaveKilled],
  ] as const;
}

async function leaveClosed(_: TestContext, home: string): Promise<void> {
  const store = openAsJane(home);
  store.release(store.begin(scope, "x", {}).lease);
  store.close();
}

async function leaveKilled(t: TestContext, home: string): Promise<void> {
  const writer = startConsole(t, "take", home);
  await writer.report();
  await writer.kill();
}

const asNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", process.execPath, consoleProcess];
const canBeNobody = spawnSync("setpriv", asNobody).status === 0;

test("a home of somebody else: nothing can be seen, acting is refused", {
  skip: canBeNobody ? false : "this system does not let us be somebody else",
}, async (t) => {
  const home = temporaryHome(t);
  await leaveClosed(t, home);
  const looker = startProcess(t, "setpriv", [...asNobody, "look", home]);
  const seen = fieldsOf(await looker.report());
  assert.equal(seen.readOnlyBecause, `${home}/journal cannot be written (EACCES)`);
  assert.deepEqual(seen.runs, []);
  assert.equal(fieldsOf(seen.begin).code, "journal-read-only");
});

test("a home that cannot be made: one can look, acting is refused", (t) => {
  const home = temporaryHome(t);
  writeFileSync(join(home, "file"), "");
  const store = openAsJane(join(home, "file", "home"));
  assert.match(store.readOnlyBecause ?? "", /cannot be written \(ENOTDIR\)/);
  assert.deepEqual(store.runs(), []);
  assert.deepEqual(store.leases(), []);
  assert.equal(opsErrorOf(() => store.begin(scope, "x", {})).code, "journal-read-only");
  assert.equal(store.verify().isWhole, false);
  store.close();
});

test("a journal that is moved away under an open console is not written any more", (t) => {
  const home = temporaryHome(t);
  const store = openAsJane(home);
  const { run, lease } = store.begin(scope, "x", {});
  renameSync(join(home, "journal"), join(home, "elsewhere"));
  const error = opsErrorOf(() => store.append([{ run, step: "", kind: "parked", body: {} }], lease));
  assert.equal(error.code, "journal-gone");
  store.close();
});

test("a journal of a newer console is only read", (t) => {
  const home = temporaryHome(t);
  const writer = openAsJane(home);
  writer.begin(scope, "x", {});
  writer.close();
  new DatabaseSync(journalFile(home)).exec("PRAGMA user_version = 2");
  const store = openAsJane(home);
  assert.match(store.readOnlyBecause ?? "", /was written by a newer console \(version 2\)/);
  assert.deepEqual(store.runs(), ["r1"]);
  store.close();
});

for (const [name, type] of [
  ["NFS", 0x6969],
  ["AFS", 0x5346414f],
  ["CIFS", 0xff534d42],
  ["FUSE", 0x65735546],
] as const) {
  test(`a home on ${name} is refused, naming MESOS_CONSOLE_HOME, and nothing is made there`, (t) => {
    const home = join(temporaryHome(t), "home");
    const error = opsErrorOf(() => openAsJane(home, { fileSystemTypeOf: () => type }));
    assert.equal(error.code, "network-file-system");
    assert.match(error.why, new RegExp(`^it is on ${name}, a network file system`));
    assert.match(error.next, /MESOS_CONSOLE_HOME/);
    assert.equal(statSync(home, { throwIfNoEntry: false }), undefined);
  });
}
