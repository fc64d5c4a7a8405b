import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import type { Fields } from "#src/model/json.ts";
import type { Draft } from "#src/model/plan.ts";
import { serveWorld } from "#src/rehearsal/server.ts";
import { createOpenStack } from "#src/systems/openstack/index.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import environment from "../../../environments/alibuild.ts";
import { effectsFor, type Memory, newMemory, withPermit } from "./effects.ts";
import { changeOf, condition, draftsOf, newSightings, resource } from "./place.ts";

/** The rehearsed project, and the system that works in it by OpenStack's own calls. */
async function stage(t: TestContext, ...faults: string[]) {
  const served = await serveWorld({ environment, faults });
  const world = await joinRehearsal(served.port);
  const sightings = newSightings();
  const system = createOpenStack({ environment, world, sightings });
  const opened = [system];
  t.after(async () => {
    for (const each of opened) each.close();
    await served.close();
  });
  const memoryOf = (more: Partial<Memory> = {}) => newMemory({ pauseMs: 5_000, clock: world.clock, ...more });
  const make = async (draft: Draft, memory: Memory) => {
    await system.apply(changeOf(draft), effectsFor(changeOf(draft), memory));
    return memory;
  };
  return {
    system,
    sightings,
    another() {
      const second = createOpenStack({ environment, world, sightings: newSightings() });
      opened.push(second);
      return second;
    },
    holds: (name: string, parameters: Fields) => system.holds(condition(name, parameters)),
    pass: (seconds: number) => world.clock.sleep(seconds * 1000),
    async apply(kind: string, name: string, desired: Fields | null, more: Partial<Memory> = {}) {
      const drafts = await draftsOf(system, resource(kind, name, desired));
      assert.ok(drafts.length > 0, `something to do for ${name}`);
      const memory = memoryOf(more);
      for (const draft of drafts) await make(draft, memory);
      return memory;
    },
    make: (draft: Draft) => make(draft, memoryOf()),
  };
}

test("the protected servers are found by every handle they have, and by their ids after a rename", async (t) => {
  const { system } = await stage(t);
  const [protectedOnes] = environment.protects;
  const [id = ""] = protectedOnes?.ids ?? [];
  for (const typed of ["alibuild03", "ALIBUILD03.CERN.CH", id, id.toUpperCase(), " alibuild03 "])
    assert.deepEqual(await system.findServer(typed), { id, name: "alibuild03" });
  assert.equal((await system.findServer("alibuild030")).name, "alibuild030");
  await assert.rejects(system.findServer("alibuild3"), (error: Error) => /unknown|answers/.test(error.message));
});

test("what is planned of a server are its ids, with what is attached to it", async (t) => {
  const { system } = await stage(t);
  const [server, volume] = environment.protects[0]?.ids ?? [];
  const [rebuild] = await draftsOf(system, resource("server", "alibuild03", { do: "rebuild" }));
  assert.deepEqual([rebuild?.action, rebuild?.risk], ["replace", "destructive"]);
  assert.deepEqual(
    rebuild?.targets.map(({ id }) => id),
    [server],
  );
  assert.ok(rebuild?.targets[0]?.attached.includes(volume ?? ""));
  const [gone] = await draftsOf(system, resource("volumes-of", "alibuild03", null));
  assert.deepEqual([gone?.kind, gone?.targets[0]?.id], ["volume", volume]);
  for (const handle of [server ?? "", "alibuild03"]) assert.ok(gone?.targets[0]?.attached.includes(handle));
});

test("a volume that was seen at a protected server stays so after a detach", async (t) => {
  const { system, sightings } = await stage(t);
  const [server = "", volume = ""] = environment.protects[0]?.ids ?? [];
  await system.servers();
  assert.deepEqual(sightings.serversOf(volume), [server]);
  const [draft] = await draftsOf(system, resource("volumes-of", "alibuild07", null));
  assert.ok(draft);
  const disguised = {
    ...changeOf(draft),
    targets: draft.targets.map((each) => ({ ...each, id: volume, attached: [] })),
  };
  const [now] = await system.resolve(disguised);
  assert.ok(now?.attached.includes(server));
});

test("a server is made, rebooted, rebuilt and deleted with its volume", async (t) => {
  const { apply, holds, pass, make, system } = await stage(t);
  const host = "alibuild31";
  assert.equal((await holds("name-free", { host })).holds, "yes");
  await apply("server", host, { do: "create", zone: "cern-geneva-a" });
  await pass(300);
  assert.equal((await holds("server-active", { host })).holds, "yes");
  const reboot = await apply("server", host, { do: "reboot" }, { lost: ["reboot"] });
  assert.equal(reboot.settled[0]?.happened, "yes");
  await pass(300);
  const rebuild = await apply("server", host, { do: "rebuild" }, { lost: ["rebuild"] });
  assert.equal(rebuild.settled[0]?.happened, "yes");
  assert.equal((await holds("server-active", { host })).holds, "no");
  await pass(3600);
  const volumes = await draftsOf(system, resource("volumes-of", host, null));
  await apply("server", host, null);
  for (const volume of volumes) await make(volume);
  await pass(60);
  assert.equal((await holds("server-gone", { host })).holds, "yes");
  assert.equal((await holds("nothing-left", { host })).holds, "yes");
});

test("answers that are lost are made good by a look, and nothing is done twice", async (t) => {
  const { apply, pass, system } = await stage(t, "answers-lost");
  const settled: Memory["settled"] = [];
  await apply("server", "alibuild31", { do: "create" }, { settled });
  await pass(300);
  for (const wish of ["reboot", "rebuild"]) {
    await apply("server", "alibuild31", { do: wish }, { settled });
    await pass(3600);
  }
  assert.ok(settled.length > 0);
  assert.ok(settled.every(({ happened }) => happened === "yes"));
  const names = (await system.servers()).map(({ name }) => name);
  assert.equal(names.filter((name) => name === "alibuild31").length, 1);
});

test("a rebuild that ends in ERROR will not come by waiting", async (t) => {
  const { apply, holds, pass } = await stage(t, "rebuild-ends-in-error");
  await apply("server", "alibuild07", { do: "rebuild" });
  await pass(3600);
  const state = await holds("server-active", { host: "alibuild07" });
  assert.deepEqual([state.holds, state.isFinal], ["no", true]);
});

test("a volume that cannot be deleted is told, and is not called gone", async (t) => {
  const { apply, holds, pass, make, system } = await stage(t, "volume-delete-fails");
  const host = "alibuild07";
  const { value = [] } = await holds("volumes-listed", { host });
  const volumes = await draftsOf(system, resource("volumes-of", host, null));
  await apply("server", host, null);
  for (const volume of volumes) await assert.rejects(make(volume), { code: "volume-stays", why: /error_deleting/ });
  await pass(60);
  const state = await holds("volumes-gone", { ids: value });
  assert.equal(state.holds, "no");
  assert.match(state.detail, /error_deleting/);
});

test("a token that ends in the middle is renewed", async (t) => {
  const { system, pass } = await stage(t, "token-expires");
  assert.ok((await system.servers()).length > 0);
  await pass(3600);
  assert.ok((await system.servers()).length > 0);
});

test("a hold is marked at the first master and at a host, and removed exactly", async (t) => {
  const { system } = await stage(t);
  const mark = system.holdMark;
  const own = { journal: "00000000000000aa", run: "r-1", who: "jane", since: "2026-11-20T12:00:00.000Z" };
  const other = { journal: "00000000000000bb", run: "r-9", who: "john", since: "2026-11-20T11:00:00.000Z" };
  for (const stack of ["masters", "alibuild07"]) {
    await withPermit("write", async (permit) => await mark?.write(stack, own, permit));
    assert.deepEqual(await mark?.read(stack), own);
    await withPermit("write", async (permit) => await mark?.write(stack, other, permit));
    assert.deepEqual(await mark?.read(stack), other, "what is taken over gives way");
    await withPermit("remove", async (permit) => await mark?.remove(stack, own, permit));
    assert.deepEqual(await mark?.read(stack), other, "another's stays");
    await withPermit("remove", async (permit) => await mark?.remove(stack, other, permit));
    assert.equal(await mark?.read(stack), undefined);
  }
  await withPermit("write", async (permit) => await mark?.write("alibuild99", own, permit));
  assert.equal(await mark?.read("alibuild99"), undefined, "a host that is yet to be made has no mark");
});

test("of two consoles that mark at the same moment each sees the other's mark, whoever began first", async (t) => {
  const { system, another } = await stage(t);
  const [mark, theirs] = [system.holdMark, another().holdMark];
  const own = { journal: "00000000000000aa", run: "r-1", who: "jane", since: "2026-11-20T12:00:00.000Z" };
  const other = { ...own, journal: "00000000000000bb", who: "john", since: "2026-11-20T11:59:00.000Z" };
  assert.deepEqual([await mark?.read("masters"), await theirs?.read("masters")], [undefined, undefined]);
  await withPermit("one", async (permit) => await mark?.write("masters", own, permit));
  assert.deepEqual(await mark?.read("masters"), own, "this one goes on");
  await withPermit("two", async (permit) => await theirs?.write("masters", other, permit));
  assert.deepEqual(await theirs?.read("masters"), own, "so the other may not");
  assert.deepEqual(await mark?.read("masters"), other);
});

test("access is told row by row", async (t) => {
  const { system, holds } = await stage(t);
  const rows = await system.checkAccess();
  assert.deepEqual(
    rows.filter(({ result }) => result !== "pass"),
    [],
  );
  assert.equal((await holds("access", {})).holds, "yes");
});
