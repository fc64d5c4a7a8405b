import assert from "node:assert/strict";
import test from "node:test";
import { lookOnceArgv, startOnceArgv } from "#src/model/once-scripts.ts";
import { openStage, type Stage } from "./stage.ts";

const puppet = ["puppet", "agent", "-t", "-v"];
const pull = ["docker", "pull", "alisw/slc7-builder"];

/** A rebuilt host, its operating system up and cloud-init done. */
async function rebuilt(faults: readonly string[], name = "alibuild07"): Promise<Stage> {
  const stage = await openStage(faults);
  const server = stage.site.servers.byName(name);
  stage.site.servers.rebuild(server?.id ?? "", server?.imageId ?? "");
  stage.pass(12 * 60 + 60 + 181);
  return stage;
}

async function codesOf({ run }: Stage, words: readonly string[], times: number): Promise<readonly number[]> {
  const codes: number[] = [];
  for (let time = 0; time < times; time += 1) codes.push((await run("alibuild07", ...words)).exitCode);
  return codes;
}

test("puppet-fails-twice: errors twice, then changes, then nothing to do; Foreman hears of each", async (context) => {
  const stage = await rebuilt(["puppet-fails-twice"]);
  context.after(stage.close);
  const last = () => stage.site.foreman.get("alibuild07.cern.ch")?.lastReport?.status;
  assert.deepEqual(await codesOf(stage, puppet, 2), [6, 6]);
  assert.equal(last()?.failed, 1);
  assert.equal((await stage.run("alibuild07", "docker", "ps")).exitCode, 127);
  assert.deepEqual(await codesOf(stage, puppet, 2), [2, 0]);
  assert.equal(last()?.failed, 0);
});

test("puppet-never-passes: errors for ever", async (context) => {
  const stage = await rebuilt(["puppet-never-passes"]);
  context.after(stage.close);
  assert.deepEqual(await codesOf(stage, puppet, 6), [6, 6, 6, 6, 6, 6]);
});

test("pull-fails: the first pull, not the second", async (context) => {
  const stage = await rebuilt(["pull-fails"]);
  context.after(stage.close);
  await stage.run("alibuild07", ...puppet);
  assert.deepEqual(await codesOf(stage, pull, 2), [1, 0]);
});

test("ssh-refuses: for twenty minutes after a boot, while the machine answers to ping", async (context) => {
  const stage = await rebuilt(["ssh-refuses"]);
  context.after(stage.close);
  await assert.rejects(stage.run("alibuild07", "true"), /connection refused/);
  assert.equal((await stage.run("aiadm", "ping", "-c", "1", "-W", "2", "alibuild07.cern.ch")).exitCode, 0);
  stage.pass(18 * 60);
  assert.equal((await stage.run("alibuild07", "true")).exitCode, 0);
});

test("host-key-changed: the key shown is neither the known one nor the one of the console log", async (context) => {
  const { connect, access, site, close } = await openStage(["host-key-changed"]);
  context.after(close);
  const log = site.servers.byName("alibuild07")?.consoleLog.join("\n") ?? "";
  const { hostKey } = await connect("alibuild07");
  assert.ok(!access.ssh?.knownHosts.includes(hostKey) && !log.includes(hostKey));
  const other = await connect("alibuild13");
  assert.ok(access.ssh?.knownHosts.includes(other.hostKey));
});

test("container-missing and container-restarting: of one master, and Puppet does not mend it", async (context) => {
  const { run, close } = await openStage(["container-missing", "container-restarting"]);
  context.after(close);
  await run("alimesos02", ...puppet);
  const list = ["docker", "ps", "--all", "--format", "{{.Names}} {{.State}}"];
  const { stdout } = await run("alimesos02", ...list);
  assert.match(stdout, /^marathon restarting$/m);
  assert.doesNotMatch(stdout, /mesos-dns/);
  assert.match((await run("alimesos01", ...list)).stdout, /^mesos-dns running$/m);
});

test("clock-skewed: one master is 90 seconds ahead", async (context) => {
  const { run, close } = await openStage(["clock-skewed"]);
  context.after(close);
  const [right, wrong] = [await run("alimesos01", "date", "+%s"), await run("alimesos02", "date", "+%s")];
  assert.equal(Number(wrong.stdout) - Number(right.stdout), 90);
});

test("mesos-unreachable: nobody answers on the masters' ports, their hosts do", async (context) => {
  const { doors, close } = await openStage(["mesos-unreachable"]);
  context.after(close);
  const ports = [5050, 2181, 22].map(async (port) => (await doors.open("alimesos01", port)) !== undefined);
  assert.deepEqual(await Promise.all(ports), [false, false, true]);
});

test("second-master-dies: another one hangs while a master is rebuilt, and a reboot heals it", async (context) => {
  const { site, doors, pass, close } = await openStage(["second-master-dies"]);
  context.after(close);
  const isUp = async (name: string) => (await doors.open(name, 22)) !== undefined;
  const { id = "", imageId = "" } = site.servers.byName("alimesos02") ?? {};
  site.servers.rebuild(id, imageId);
  assert.deepEqual([await isUp("alimesos01"), await isUp("alimesos03")], [true, true]);
  pass(121);
  assert.deepEqual([await isUp("alimesos01"), await isUp("alimesos03")], [true, false]);
  assert.equal(site.servers.byName("alimesos03")?.vmState, "active");
  assert.equal(await doors.open("alimesos03", 5050), undefined);
  site.servers.reboot(site.servers.byName("alimesos03")?.id ?? "");
  pass(100);
  assert.equal(await isUp("alimesos03"), true);
});

test("kill-stops-half-way: the server is gone, its record in Foreman is not", async (context) => {
  const { run, site, pass, close } = await openStage(["kill-stops-half-way"]);
  context.after(close);
  const project = "OS_PROJECT_NAME=ALICE Release Testing";
  const { exitCode, stderr } = await run("aiadm", "env", project, "ai-kill", "alibuild13");
  assert.deepEqual([exitCode, /has to be deleted there by hand/.test(stderr)], [20, true]);
  pass(30);
  assert.equal(site.servers.byName("alibuild13"), undefined);
  assert.ok(site.foreman.get("alibuild13.cern.ch"));
});

test("gateway-gone: the node and what ran there, after Nova was told; the other node stays", async (context) => {
  const { run, site, pass, close } = await openStage(["gateway-gone"]);
  context.after(close);
  const rebuild = ["env", "OS_PROJECT_NAME=ALICE Release Testing", "ai-rebuild-vm", "--cc7", "alibuild07"];
  await run("aiadm81", ...startOnceArgv("t-1", rebuild));
  pass(9);
  assert.equal(site.servers.byName("alibuild07")?.taskState, "rebuilding");
  await assert.rejects(run("aiadm81", "true"), /connection refused/);
  for (const _ of [1, 2]) assert.equal((await run("aiadm.cern.ch", "hostname")).stdout, "aiadm82.cern.ch\n");
  pass(1200);
  assert.match((await run("aiadm81", ...lookOnceArgv("t-1", 0))).stdout, /^lost\n.*Rebuild of server \S+ accepted\n$/s);
});
