import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { wholeCluster } from "../../support/cluster.ts";
import { argumentsOf, endOf, startConsole } from "../../support/console.ts";
import { answerOf, Stage } from "../../support/stage.ts";

const create = 'MesosCluster.create!("test")';
const masters = 'MesosMaster.create!("test")';
const look = 'MesosMaster.create("test").then(({ changes }) => changes.length)';

/** A mount namespace of its own, so that what a test mounts ends with its process. */
const ownMounts = [...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"]), "--mount"];
const canMount = spawnSync("unshare", [...ownMounts, "mount", "-t", "tmpfs", "none", tmpdir()]).status === 0;
const mounting = { skip: canMount ? false : "this system does not let us mount" };

/** A shell that may mount; `"$@"` is a console with these expressions, `$0` its home. */
function startInShell(script: string, home: string, ...expressions: readonly string[]) {
  const { args, env } = argumentsOf(home, ["cantareira", "--rehearse", "--json", "--yes", ...expressions]);
  return spawn("unshare", [...ownMounts, "sh", "-c", script, home, process.execPath, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("a read-only home: one can look; acting is refused before anything is done", mounting, async (t) => {
  const stage = await Stage.open(t);
  await stage.ask(["--yes"], 'MesosMaster.create!("dev")');
  const before = stage.mutations().length;
  const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
  const { status, documents } = answerOf(
    await endOf(startInShell(script, stage.home, "-e", look, "-e", "runs()", "-e", masters)),
  );
  assert.equal(status, 1);
  assert.equal(documents[0], 10);
  assert.equal(documents[1]?.runs.length, 1);
  assert.equal(documents[2]?.error.code, "journal-read-only");
  assert.match(documents[2]?.error.next, /writable.*or set MESOS_CONSOLE_HOME/);
  assert.equal(stage.mutations().length, before);
});

test(
  "the disk fills in the middle: the console stops before the next effect; with room again resume! finishes",
  mounting,
  async (t) => {
    const stage = await Stage.open(t);
    const script = `mkdir "$0.disk" && cp -a "$0/." "$0.disk" && mount -t tmpfs -o size=2m none "$0" && cp -a "$0.disk/." "$0" && rm -r "$0.disk"
    "$@"; echo "first $?" >&2; rm "$0/ballast"; "$1" "$2" cantareira --rehearse --json --yes -e 'resume!("r1")' -e 'verifyJournal()'`;
    const { child, end, letGo } = await stage.until("RunInstances", startInShell(script, stage.home, "-e", create));
    fill(`/proc/${child.pid}/root${stage.home}/ballast`);
    letGo();
    const { status, stderr, documents } = await end;
    assert.match(stderr, /first 1/);
    assert.equal(documents[0]?.error.code, "journal-full", stderr);
    assert.match(documents[0]?.error.next, /resume!\("r1"\).*make room/);
    assert.equal(status, 0, stderr);
    assert.equal(documents[1]?.run.status, "done");
    assert.equal(documents[2]?.isWhole, true);
    assert.deepEqual(await stage.inventory(), wholeCluster);
  },
);

/** To the last byte. */
function fill(file: string): void {
  for (const size of [4096, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      assert.ok(error instanceof Error && "code" in error && error.code === "ENOSPC", String(error));
    }
  }
}

test("a damaged journal: told at once, looked at, never written; acting is refused", async (t) => {
  const stage = await Stage.open(t);
  await stage.ask(["--yes"], masters);
  const file = join(stage.home, "rehearsal/journal/journal.db");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, 4096 * 3, 4096 * 6));
  const { status, documents, document } = await stage.ask(["--yes"], look, 'MesosFixed.create!("dev")');
  assert.equal(status, 1);
  assert.equal(documents[0], 0);
  assert.equal(document.error.code, "journal-read-only");
  assert.match(document.error.why, /journal\.db is damaged/);
  assert.deepEqual(readFileSync(file), bytes);
});

test("a journal that another process has locked: which one, since when; looking goes on", async (t) => {
  const stage = await Stage.open(t);
  await stage.ask(["--yes"], masters);
  using other = new DatabaseSync(join(stage.home, "rehearsal/journal/journal.db"));
  other.exec("BEGIN IMMEDIATE");
  const { status, documents } = await stage.askProcess(["--yes"], look, 'MesosFixed.create!("dev")');
  assert.equal(status, 1);
  assert.equal(documents[0], 0);
  assert.equal(documents[1]?.error.code, "journal-locked");
  assert.match(documents[1]?.error.why, new RegExp(`held by process ${process.pid} .*since`));
});

test("a home on a network file system is refused, naming MESOS_CONSOLE_HOME", async (t) => {
  const stage = await Stage.open(t);
  const preload = [join(import.meta.dirname, "../../support/on-nfs.ts")];
  const child = startConsole(stage.home, ["cantareira", "--rehearse", "--json", "-e", look], { preload });
  const { status, document, stderr } = answerOf(await endOf(child));
  assert.equal(status, 1);
  assert.equal(document.error.code, "network-file-system", stderr);
  assert.match(document.error.next, /MESOS_CONSOLE_HOME/);
});

test("a home that cannot be made: said so, with the way out", async (t) => {
  const stage = await Stage.open(t);
  writeFileSync(join(stage.home, "file"), "");
  const child = startConsole(join(stage.home, "file/home"), ["cantareira", "--rehearse", "--json", "-e", look]);
  const { status, document } = answerOf(await endOf(child));
  assert.equal(status, 1);
  assert.match(document.error.what, /no rehearsal world can be found or started in .*file\/home/);
  rmSync(join(stage.home, "file"));
});

test("the clock jumps back after a launch: found by its token and not launched again", async (t) => {
  const stage = await Stage.open(t);
  const { child, end } = await stage.startUntil("RunInstances", ["--yes"], create);
  child.kill("SIGKILL");
  await end;
  stage.pass(-48 * 60);
  const early = await stage.ask(["--yes"], 'resume!("r1")');
  assert.match(early.stderr, /run-instances\/1 settled: yes, i-\w+ carries the tag/);
  assert.equal(early.status, 4, "what it waits for comes two days later");
  stage.pass(48 * 60);
  const resumed = await stage.ask(["--yes"], 'resume!("r1")');
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("a laptop that slept through a deadline looks once more before it judges", async (t) => {
  const stage = await Stage.open(t);
  const { end, letGo } = await stage.startUntil("RunInstances", ["--yes"], masters);
  const looked = stage.gate.keepBack("DescribeInstances");
  letGo();
  const letSee = await looked;
  stage.pass(8 * 60);
  letSee();
  const { status, stderr } = await end;
  assert.equal(status, 0, stderr);
});
