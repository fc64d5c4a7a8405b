import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { dirname } from "node:path";
import test, { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { OpenStackEnvironment } from "#src/model/environment.ts";
import { NotDone } from "#src/model/error.ts";
import type { Fields } from "#src/model/json.ts";
import type { World } from "#src/model/world.ts";
import { createOpenStack, type OpenStack } from "#src/systems/openstack/index.ts";
import { openReal } from "#src/world/real.ts";
import { create, remove } from "../conformance/openstack/servers.ts";
import { effectsFor, type Memory, newMemory, withPermit } from "../systems/openstack/effects.ts";
import { changeOf, condition, draftsOf, newSightings, placeIn, resource } from "../systems/openstack/place.ts";
import { benchOf, noOpenStack } from "./openstack.ts";

const host = `alibuild${randomInt(100, 999)}`;
const opened: OpenStack[] = [];
let place: OpenStackEnvironment;
let system: OpenStack;
/** Its tokens live 15 s, and its clock stands still: it does not know when they end. */
let short: OpenStack;
let began: number;

/** As one of the clouds of the file; `now`: a clock that is behind. */
function openAs(cloud: string, environment = place, now?: () => number): OpenStack {
  const real = openReal("test");
  const world: World = now ? { ...real, clock: { ...real.clock, now } } : real;
  const file = process.env.OPENSTACK_CLOUDS ?? "";
  const settings = { env: { OS_CLOUD: cloud, OS_CLIENT_CONFIG_FILE: file }, folders: [dirname(file)] };
  const made = createOpenStack({ environment, world, sightings: newSightings(), settings });
  opened.push(made);
  return made;
}

async function apply(kind: string, desired: Fields | null, memory: Memory = newMemory()): Promise<Memory> {
  const drafts = await draftsOf(system, resource(kind, host, desired));
  assert.ok(drafts.length > 0, `something to do for ${JSON.stringify(desired)}`);
  for (const draft of drafts) await system.apply(changeOf(draft), effectsFor(changeOf(draft), memory));
  return memory;
}

async function comes(name: string, parameters: Fields = { host }): Promise<void> {
  for (let turn = 0; turn < 120; turn++) {
    const state = await system.holds(condition(name, parameters));
    if (state.holds === "yes") return;
    assert.ok(!state.isFinal, state.detail);
    await sleep(250);
  }
  assert.fail(`${name} did not come`);
}

async function holds(name: string, parameters: Fields = { host }) {
  return await system.holds(condition(name, parameters));
}

const real = (name: string, run: () => Promise<void>) => test(`real OpenStack: ${name}`, { skip: noOpenStack }, run);

before(async () => {
  if (noOpenStack) return;
  place = placeIn((await benchOf("alibuild")).projectId);
  system = openAs("alibuild");
  began = Date.now();
  short = openAs("alibuild-short", place, () => began);
  await short.identify();
});
after(() => {
  for (const each of opened) each.close();
});

real("another project is refused before anything of it is read", async () => {
  const other = openAs("other");
  await assert.rejects(other.identify(), { code: "wrong-project", reason: "refused" });
  await assert.rejects(other.servers(), { code: "wrong-project" });
  const [row] = await other.checkAccess();
  assert.equal(row?.result, "fail");
});

real("one who may only read sees the servers, and is told that changes may be refused", async () => {
  const reader = openAs("observer");
  assert.ok((await reader.servers()).length > 0);
  const roles = (await reader.checkAccess()).find(({ what }) => what === "OpenStack roles");
  assert.equal(roles?.result, "unknown");
});

real("a server is made with its volume, and found again by its token when the answers are lost", async () => {
  assert.equal((await holds("name-free")).holds, "yes");
  const lost = ["create-volume", "create-server"];
  const memory = await apply("server", { do: "create", zone: "cern-geneva-b" }, newMemory({ lost }));
  assert.deepEqual(
    memory.settled.map(({ happened }) => happened),
    ["yes", "yes"],
  );
  await comes("server-active");
  assert.equal((await holds("name-free")).holds, "no");
  assert.deepEqual(await draftsOf(system, resource("server", host, { do: "create" })), []);
  const listed = await holds("volumes-listed");
  assert.match(listed.detail, new RegExp(`${host}\\.cern\\.ch_vol_001 .*1 GiB, /dev/vdb: stays when the server goes`));
});

real("it is found by name in any case, full name, id and address", async () => {
  const summary = (await system.servers()).find(({ name }) => name === host);
  assert.equal(summary?.zone, "cern-geneva-b");
  const [address = ""] = summary?.addresses ?? [];
  for (const typed of [host, host.toUpperCase(), `${host}.CERN.ch`, summary?.id ?? "", address])
    assert.deepEqual(await system.findServer(typed), { id: summary?.id, name: host });
  await assert.rejects(system.findServer(`${host}.example.org`), { code: "unknown-host", reason: "usage" });
  await assert.rejects(system.findServer("alibuild"), { code: "unknown-host" });
});

real("a lock stops a reboot, which then provably did not happen, and lets the hold be marked", async () => {
  await apply("server", { do: "lock", reason: "test" });
  assert.match((await holds("server-locked")).detail, /locked: test/);
  await assert.rejects(apply("server", { do: "reboot" }), (error) => {
    assert.ok(error instanceof NotDone);
    assert.match(error.why, /is locked/);
    return true;
  });
  const hold = { journal: "0123456789abcdef", run: "r-7", who: "jane, ops/night", since: "2026-11-20T12:00:00.000Z" };
  const mark = system.holdMark;
  await withPermit("mark", async (permit) => await mark?.write(host, hold, permit));
  assert.deepEqual(await mark?.read(host), { ...hold, who: "jane. ops.night" });
  await withPermit("unmark", async (permit) => await mark?.remove(host, hold, permit));
  assert.equal(await mark?.read(host), undefined);
  const [again] = await draftsOf(system, resource("server", host, { do: "relock", reason: "test" }));
  await apply("server", { do: "unlock" });
  assert.equal((await holds("server-locked")).holds, "no");
  assert.ok(again);
  await system.apply(changeOf(again), effectsFor(changeOf(again), newMemory()));
  assert.equal((await holds("server-locked")).holds, "yes");
  await apply("server", { do: "unlock" });
});

real("reboot and rebuild are found in the server's history when their answers are lost", async () => {
  const reboot = await apply("server", { do: "reboot" }, newMemory({ lost: ["reboot"] }));
  await comes("server-active");
  const rebuild = await apply("server", { do: "rebuild" }, newMemory({ lost: ["rebuild"] }));
  await comes("server-active");
  for (const { settled } of [reboot, rebuild]) assert.equal(settled[0]?.happened, "yes");
  assert.match(rebuild.lines.join("\n"), /Puppet certificate .* stays/);
  assert.match((await holds("volumes-listed")).detail, /vol_001/);
});

real("without a permit nothing is sent", async () => {
  const [draft] = await draftsOf(system, resource("server", host, null));
  assert.ok(draft);
  const forged = { run: "r", change: "c", step: "s", token: "t" };
  const effects = effectsFor(changeOf(draft), newMemory());
  const unjudged = {
    ...effects,
    perform: async <T>(effect: { send(permit: typeof forged): Promise<T> }) => effect.send(forged),
  };
  await assert.rejects(system.apply(changeOf(draft), unjudged), { code: "not-permitted", reason: "refused" });
  assert.equal((await holds("server-active")).holds, "yes");
});

real("a server goes, then exactly its volume", async () => {
  const listed = await holds("volumes-listed");
  const volumes = await draftsOf(system, resource("volumes-of", host, null));
  assert.deepEqual(
    volumes.map(({ targets }) => targets[0]?.id),
    listed.value,
  );
  await apply("server", null, newMemory({ lost: ["delete"] }));
  await comes("server-gone");
  assert.match((await holds("nothing-left")).detail, /vol_001/);
  for (const draft of volumes) await system.apply(changeOf(draft), effectsFor(changeOf(draft), newMemory()));
  await comes("volumes-gone", { ids: listed.value ?? [] });
  assert.equal((await holds("nothing-left")).holds, "yes");
});

/** Two servers of the host's name, as anybody may make them. */
async function twins(): Promise<readonly string[]> {
  const bench = await benchOf("alibuild");
  return [await create(bench, host), await create(bench, host)];
}

async function removeById(id: string): Promise<void> {
  await remove(await benchOf("alibuild"), id);
}

real("a name that two servers have is refused", async () => {
  const ids = await twins();
  try {
    await assert.rejects(system.findServer(host), { code: "ambiguous-host", reason: "refused" });
    await assert.rejects(system.observe([resource("server", host, null)]), { code: "ambiguous-host" });
    assert.equal((await holds("server-active")).holds, "unknown");
  } finally {
    for (const id of ids) await removeById(id);
  }
});

real("an expired token is renewed once it is refused", async () => {
  await sleep(Math.max(0, began + 16_500 - Date.now()));
  assert.ok((await short.servers()).length > 0);
});
