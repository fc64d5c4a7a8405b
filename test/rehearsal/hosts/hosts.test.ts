import assert from "node:assert/strict";
import test from "node:test";
import { lookOnceArgv, startOnceArgv } from "#src/model/once-scripts.ts";
import { keyPair } from "#src/rehearsal/ssh/keys.ts";
import { exec, openStage } from "./stage.ts";

const listContainers = ["docker", "ps", "--all", "--no-trunc", "--format", "{{.Names}} {{.State}}"];

test("every master runs its containers from the beginning, and answers who it is", async (context) => {
  const { run, close } = await openStage();
  context.after(close);
  const { stdout } = await run("alimesos02", ...listContainers);
  assert.deepEqual(stdout.trim().split("\n").sort(), [
    "aurora-scheduler running",
    "marathon running",
    "mesos-dns running",
    "mesos-master running",
    "zookeeper running",
  ]);
  assert.equal((await run("ALIBUILD07.cern.ch", "hostname", "-f")).stdout, "alibuild07.cern.ch\n");
  assert.equal((await run("alimesos01", "date", "+%s.%N")).stdout, `${Date.UTC(2026, 10, 20, 12) / 1000}.000000000\n`);
});

test("only the operator's key is let in, and the hosts are the ones that are known", async (context) => {
  const { connect, access, close } = await openStage();
  context.after(close);
  await assert.rejects(connect("alibuild07", keyPair(1, "somebody").privateKey), /authentication methods failed/);
  const { hostKey } = await connect("alibuild07");
  assert.ok(access.ssh?.knownHosts.includes(`alibuild07.cern.ch,alibuild07,188.184.20.16 ssh-ed25519 ${hostKey}\n`));
});

test("what asks for more than a command is not understood, and nothing runs", async (context) => {
  const { connect, site, close } = await openStage();
  context.after(close);
  const { client } = await connect("alibuild07");
  for (const line of ["id; reboot", "echo $(id)", "cat < /etc/passwd", "rm -rf /tmp/x | true"]) {
    const said = await exec(client, line);
    assert.deepEqual([said.exitCode, said.stderr], [127, `rehearsal: not understood: ${line}\n`]);
  }
  assert.equal((await exec(client, "'rm' '-rf' '/'")).exitCode, 127);
  assert.ok(site.requests.since(0).every(({ isMutating, status }) => isMutating && status === 127));
});

test("a rebuilt host refuses while it is off, has a new key, and nothing runs until Puppet was clean", async (context) => {
  const { run, connect, site, pass, doors, close } = await openStage();
  context.after(close);
  const before = (await connect("alibuild07")).hostKey;
  const server = site.servers.byName("alibuild07");
  assert.ok(server);
  site.servers.rebuild(server.id, server.imageId);
  assert.equal(await doors.open("alibuild07", 22), undefined);
  pass(12 * 60 + 61);
  assert.notEqual((await connect("alibuild07")).hostKey, before);
  assert.equal((await run("alibuild07", ...listContainers)).exitCode, 127);
  const skipped = await run("alibuild07", "puppet", "agent", "-t", "-v");
  assert.deepEqual([skipped.exitCode, /already in progress/.test(skipped.stdout)], [1, true]);
  pass(180);
  assert.equal((await run("alibuild07", "puppet", "agent", "-t", "-v")).exitCode, 2);
  assert.equal((await run("alibuild07", "puppet", "agent", "-t", "-v")).exitCode, 0);
  assert.equal((await run("alibuild07", ...listContainers)).stdout, "mesos-agent running\n");
  assert.equal(site.foreman.get("alibuild07.cern.ch")?.lastReport?.status.failed, 0);
});

test("a command that is started once goes on by itself, and is lost with its host", async (context) => {
  const { run, site, pass, close } = await openStage();
  context.after(close);
  const look = async (seen = 0) => (await run("alibuild07", ...lookOnceArgv("t-1", seen))).stdout;
  assert.equal(await look(), "absent\n");
  const start = () => run("alibuild07", ...startOnceArgv("t-1", ["docker", "pull", "alisw/slc7-builder"]));
  assert.deepEqual([(await start()).stdout, (await start()).stdout], ["started\n", "already\n"]);
  assert.match(await look(), /^running\nUsing default tag/);
  pass(100);
  assert.match(await look(20), /^ended 0\n.*Status: Image is up to date/s);
  await run("alibuild07", ...startOnceArgv("t-2", ["puppet", "agent", "-t", "-v"]));
  site.servers.reboot(site.servers.byName("alibuild07")?.id ?? "");
  pass(90);
  assert.match((await run("alibuild07", ...lookOnceArgv("t-2", 0))).stdout, /^lost\n/);
  assert.deepEqual(
    site.requests
      .since(0)
      .filter(({ isMutating }) => isMutating)
      .map(({ action }) => action),
    ["alibuild07: docker pull alisw/slc7-builder", "alibuild07: puppet agent -t -v"],
  );
});

test("a host is reached by its names, its address and its LANDB aliases", async (context) => {
  const { run, site, close } = await openStage();
  context.after(close);
  const server = site.servers.byName("alibuild07");
  server?.metadata.set("landb-alias", "alibuild-ci--load-0-,other");
  for (const name of ["Alibuild07", server?.address ?? "", "alibuild-ci.cern.ch", "other"])
    assert.equal((await run(name, "hostname", "-s")).stdout, "alibuild07\n", name);
});
