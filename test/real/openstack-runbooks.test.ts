import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import test, { type TestContext } from "node:test";
import { answered, type Bench, listAt, textAt } from "../conformance/openstack/case.ts";
import { act } from "../conformance/openstack/servers.ts";
import { benchOf, noOpenStack } from "./openstack.ts";
import { cleared, found, newestImage } from "./openstack-server.ts";
import { RealSiteStage } from "./openstack-site.ts";

const host = `alibuild${randomInt(100, 999)}`;
const attested = [
  "agreed=the shifters",
  "way=cordon",
  "key-is-right=accept",
  "old-id=gone",
  "why=its work is done",
  "loss=go-on",
];
const answers = ["--yes", ...attested.flatMap((each) => ["--attest", each])];

const real = (name: string, run: (t: TestContext) => Promise<void>) =>
  test(`real OpenStack: ${name}`, { skip: noOpenStack }, run);

/** Names that are typed for what is lost: the host, and its volume. */
function confirmed(name: string): readonly string[] {
  return [...answers, "--confirm", name, "--confirm", `${name}.cern.ch_vol_001`];
}

async function done(stage: RealSiteStage, call: string, name: string): Promise<void> {
  const { status, stderr } = await stage.ask(confirmed(name), call);
  assert.equal(status, 0, `${call}: ${stderr}`);
}

/** The server and its volume go; Foreman's record is found, reported and deleted by hand. */
async function deleted(stage: RealSiteStage, name: string): Promise<void> {
  const left = await stage.ask(confirmed(name), `DeleteVm!("${name}")`);
  assert.equal(left.status, 4, left.stderr);
  assert.match(left.stderr, new RegExp(`the record of ${name}\\.cern\\.ch.* is left`));
  stage.served.world.foreman.remove(`${name}.cern.ch`);
  const [, run] = /!! Run (r\d+):/.exec(left.stderr) ?? [];
  await done(stage, `resume!("${run}")`, name);
}

/** Names of servers and volumes of the real project that begin so. */
async function remains(prefix: string): Promise<readonly string[]> {
  const bench = await benchOf("alibuild");
  const servers = listAt((await bench.call("compute", { path: "/servers" })).body, "servers");
  const volumes = listAt((await bench.call("volume", { path: "/volumes" })).body, "volumes");
  return [...servers, ...volumes].map((each) => textAt(each, "name")).filter((name) => name.startsWith(prefix));
}

/** As a hypervisor that failed leaves a server. */
async function inError(bench: Bench, name: string): Promise<void> {
  const admin = await benchOf("admin");
  answered(await act(admin, (await found(bench, name)).id, { "os-resetState": { state: "error" } }), 202);
}

real("an agent is made, rebuilt, rebooted, also out of an ERROR, and deleted with its volume", async (t) => {
  t.after(() => cleared([host]));
  const stage = await RealSiteStage.open(t);
  for (const runbook of ["CreateAgent", "RebuildAgent", "RebootServer"])
    await done(stage, `${runbook}!("${host}")`, host);
  const bench = await benchOf("alibuild");
  await inError(bench, host);
  await done(stage, `RebootServer!("${host}")`, host);
  const { actions, status } = await found(bench, host);
  assert.deepEqual(actions, ["create", "rebuild", "reboot", "resetState", "reboot"]);
  assert.equal(status, "ACTIVE");
  await inError(bench, host);
  await deleted(stage, host);
  assert.deepEqual(await remains(host), []);
});

real("a master is rebuilt, one is deleted and made again, and all pass the checklist", async (t) => {
  const stage = await RealSiteStage.open(t);
  const bench = await benchOf("alibuild");
  const before = await found(bench, "alimesos02");
  await done(stage, 'RebuildMaster!("alimesos02")', "alimesos02");
  const rebuilt = await found(bench, "alimesos02");
  assert.deepEqual(rebuilt.actions, [...before.actions, "rebuild"]);
  assert.deepEqual([rebuilt.id, rebuilt.volumes], [before.id, before.volumes]);
  assert.equal(rebuilt.image, await newestImage(bench));
  await deleted(stage, "alimesos03");
  assert.deepEqual(await remains("alimesos03"), []);
  await done(stage, 'CreateMaster!("alimesos03", "cern-geneva-c")', "alimesos03");
  const { zone, flavor, metadata, volumes } = await found(bench, "alimesos03");
  assert.deepEqual([zone, flavor, volumes.length], ["cern-geneva-c", "m2.small", 1]);
  assert.equal(textAt(metadata, "landb-mainuser"), "alice-agile-admin");
  await done(stage, "CheckMasters()", "");
});
