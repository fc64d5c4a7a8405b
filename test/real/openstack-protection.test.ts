import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import test, { type TestContext } from "node:test";
import type { ProtectedThing } from "#src/model/environment.ts";
import { type Bench, listAt, textAt, until } from "../conformance/openstack/case.ts";
import { act, create, show } from "../conformance/openstack/servers.ts";
import { benchOf, noOpenStack } from "./openstack.ts";
import { cleared, found, newestImage } from "./openstack-server.ts";
import { RealSiteStage } from "./openstack-site.ts";

const host = `alibuild${randomInt(100, 550)}`;
const neighbour = `alibuild${randomInt(550, 999)}`;
const because = "never rebuild or delete it (test)";
const attested = [
  "agreed=the shifters",
  "way=cordon",
  "key-is-right=accept",
  "old-id=gone",
  "why=a test",
  "unseen=go-on",
];
const answers = [
  "--yes",
  ...attested.flatMap((each) => ["--attest", each]),
  ...[host, neighbour, `${host}.cern.ch_vol_001`].flatMap((name) => ["--confirm", name]),
];

async function done(stage: RealSiteStage, call: string): Promise<void> {
  const { status, stderr } = await stage.ask(answers, call);
  assert.equal(status, 0, `${call}: ${stderr}`);
}

async function refused(stage: RealSiteStage, call: string, why: RegExp): Promise<void> {
  const { status, stderr, stdout } = await stage.ask(answers, call);
  assert.equal(status, 3, `${call}: ${stderr}`);
  assert.match(stderr + stdout, why);
}

/** The volume leaves its server and is attached to another one, as anybody may do it. */
async function moveVolume(bench: Bench, volume: string, from: string, to: string): Promise<void> {
  const isOf = (server: string) => async () => {
    const { body } = await bench.call("volume", { path: `/volumes/${volume}` });
    const [attachment] = listAt(body, "volume", "attachments");
    const where = attachment === undefined ? "" : textAt(attachment, "server_id");
    const isAtRest = ["available", "in-use"].includes(textAt(body, "volume", "status"));
    return isAtRest && where === server ? true : undefined;
  };
  await act(bench, from, { unlock: null });
  await bench.call("compute", { method: "DELETE", path: `/servers/${from}/os-volume_attachments/${volume}` });
  await until(bench, "the volume detached", isOf(""));
  const body = { volumeAttachment: { volumeId: volume } };
  await bench.call("compute", { method: "POST", path: `/servers/${to}/os-volume_attachments`, body });
  await until(bench, "the volume attached", isOf(to));
}

const real = (name: string, run: (t: TestContext) => Promise<void>) =>
  test(`real OpenStack: ${name}`, { skip: noOpenStack }, run);

real("without a gateway an agent is made, rebuilt, then protected; and what is protected stays", async (t) => {
  t.after(() => cleared([host, neighbour]));
  const stage = await RealSiteStage.open(t, ({ gateway: _, ...alone }) => ({
    ...alone,
    puppetCa: { host: "puppetca.cern.ch" },
  }));
  const bench = await benchOf("alibuild");
  await t.test("it is made with its volume, and rebuilt with the newest image", async () => {
    await done(stage, `CreateAgent!("${host}")`);
    const made = await found(bench, host);
    await done(stage, `RebuildAgent!("${host}")`);
    const rebuilt = await found(bench, host);
    assert.deepEqual(rebuilt.actions, ["create", "rebuild"]);
    assert.deepEqual([rebuilt.id, rebuilt.volumes], [made.id, made.volumes]);
    assert.equal(rebuilt.image, await newestImage(bench));
    const cleaned = stage.mutations().filter((action) => action.includes("puppetserver"));
    assert.deepEqual(cleaned, Array(2).fill(`puppetca: puppetserver ca clean --certname ${host}.cern.ch`));
  });
  const { id, volumes } = await found(bench, host);
  const things: readonly ProtectedThing[] = [{ because, names: [host], ids: [id, ...volumes] }];
  stage.adopt({ ...stage.environment, protects: things });
  await t.test("locked, it is rebooted and locked again", async () => {
    assert.equal((await stage.ask([], "CheckProtection()")).status, 1);
    await done(stage, "Protect!()");
    await done(stage, `RebootServer!("${host}")`);
    const { isLocked, reason, actions } = await found(bench, host);
    assert.deepEqual([isLocked, reason], [true, `mesos-console: ${because}`]);
    assert.deepEqual(actions, ["create", "rebuild", "reboot"]);
    await done(stage, "CheckProtection()");
  });
  await t.test("its rebuild and its deletion are refused, by whatever name", async () => {
    const before = await found(bench, host);
    await refused(stage, `RebuildAgent!("${host.toUpperCase()}.cern.ch")`, /never rebuild or delete it/);
    await refused(stage, `DeleteVm!("${id}")`, /never rebuild or delete it/);
    assert.deepEqual(await found(bench, host), before);
  });
  await t.test("its volume is not deleted as that of another server", async () => {
    const other = await create(bench, neighbour);
    await show(bench, other);
    await moveVolume(bench, volumes[0] ?? "", id, other);
    await refused(stage, `DeleteVm!("${neighbour}")`, /never rebuild or delete it/);
    assert.deepEqual(await found(bench, neighbour).then(({ actions }) => actions), ["create"]);
    const { body } = await bench.call("volume", { path: `/volumes/${volumes[0]}` });
    assert.equal(textAt(body, "volume", "status"), "in-use");
  });
  await t.test("a name that two servers have is refused", async () => {
    await show(bench, await create(bench, neighbour));
    await refused(stage, `RebootServer!("${neighbour}")`, /2 servers answer to/);
  });
});

real("the leadership moves, and nothing is done to a server", async (t) => {
  const stage = await RealSiteStage.open(t);
  const bench = await benchOf("alibuild");
  const masters = stage.environment.masters.names;
  const states = () => Promise.all(masters.map((name) => found(bench, name)));
  const before = await states();
  const move = masters.flatMap((name) => ["--attest", `move-from-${name}=move`]);
  const { status, stderr } = await stage.ask(
    ["--yes", ...move, ...masters.flatMap((name) => ["--confirm", name])],
    "MoveLeadership!()",
  );
  assert.equal(status, 0, stderr);
  assert.equal(stage.mutations().filter((action) => /docker restart/.test(action)).length, 1);
  assert.deepEqual(await states(), before);
});
