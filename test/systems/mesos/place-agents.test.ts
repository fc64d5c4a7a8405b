import assert from "node:assert/strict";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import type { Fields } from "#src/model/json.ts";
import { Network } from "./network.ts";
import { agentChange, agentResource, openPlace, Performed } from "./place.ts";

function hasCode(code: string) {
  return (error: unknown) => error instanceof OpsError && error.code === code;
}

test("what runs on a host is listed, a release first, with since when and whom to ask", async () => {
  await using network = new Network();
  const { look } = await openPlace(network);
  const { holds, detail, value } = await look("tasks-listed", { host: "alibuild01" });
  assert.equal(holds, "yes");
  assert.match(
    detail,
    /^2 tasks on alibuild01\nRELEASE build-O2-release, of Jenkins Scheduler, running since 2026-11-20 12:00 UTC; ask principal jenkins, user alibuild\nroot\/prod\/ci-check, of TwitterScheduler, running since .*; ask user aurora$/,
  );
  assert.ok(Array.isArray(value) && value.length === 1);
  const idle = await look("tasks-listed", { host: "alibuild03" });
  assert.match(idle.detail, /no agent is registered as alibuild03/);
  assert.deepEqual(idle.value, []);
});

test("a host is known by its short and full name in any case, and never by a part of it", async () => {
  await using network = new Network();
  const { look } = await openPlace(network);
  for (const host of ["alibuild07", "ALIBUILD07.cern.ch", "alibuild030"])
    assert.equal((await look("agent-registered", { host })).holds, "yes", host);
  for (const host of ["alibuild03", "alibuild0", "alibuild07.example.org"])
    assert.equal((await look("agent-registered", { host })).holds, "no", host);
});

test("a cordon stops a host's offers once, and the lift gives them back", async () => {
  await using network = new Network();
  const { mesos, changing, look } = await openPlace(network);
  const effects = new Performed();
  for (let time = 0; time < 2; time++) await mesos.apply(agentChange("alibuild07", { offers: "none" }), effects);
  assert.match((await look("agent-registered", { host: "alibuild07" })).detail, /registered and deactivated/);
  assert.equal((await look("agent-registered", { host: "alibuild07", offers: "any" })).holds, "yes");
  await mesos.apply(agentChange("alibuild07", { offers: "all", always: true }), effects);
  assert.equal((await look("agent-registered", { host: "alibuild07" })).holds, "yes");
  assert.deepEqual(changing, ["DEACTIVATE_AGENT", "REACTIVATE_AGENT"]);
});

test("a drain kills the tasks within its grace, and is not sent twice", async () => {
  await using network = new Network();
  const { yard, mesos, changing, look } = await openPlace(network);
  await mesos.apply(agentChange("alibuild01", { drain: 600 }), new Performed());
  assert.match((await look("agent-drained", { host: "alibuild01" })).detail, /tasks still end/);
  await mesos.apply(agentChange("alibuild01", { drain: 600 }), new Performed());
  yard.pass(10);
  assert.equal((await look("agent-drained", { host: "alibuild01" })).holds, "yes");
  assert.equal((await look("tasks-ended", { host: "alibuild01" })).holds, "yes");
  await mesos.apply(agentChange("alibuild01", { drain: 300 }), new Performed());
  assert.deepEqual(changing, ["DRAIN_AGENT"]);
});

test("a drain in doubt is settled by a look", async () => {
  await using network = new Network();
  const { yard, mesos } = await openPlace(network);
  const effects = new Performed();
  await mesos.apply(agentChange("alibuild01", { drain: 600 }), effects);
  const [effect] = effects.effects.values();
  assert.equal(effect?.repeat, "once");
  assert.equal((await effect?.probe?.(effects.permit))?.happened, "yes");
  yard.pass(60);
  await mesos.apply(agentChange("alibuild01", { offers: "all" }), effects);
  assert.equal((await effect?.probe?.(effects.permit))?.happened, "no");
  yard.stop("alibuild01");
  await mesos.leader("masters");
  yard.pass(120);
  assert.equal((await effect?.probe?.(effects.permit))?.happened, "unknown");
});

test("the lift waits for an agent that is still DRAINING, and says so", async () => {
  await using network = new Network();
  const { yard, mesos, changing, look } = await openPlace(network);
  const effects = new Performed((seconds) => yard.pass(seconds));
  await mesos.apply(agentChange("alibuild01", { drain: 600 }), effects);
  await mesos.apply(agentChange("alibuild01", { offers: "all", always: true }), effects);
  assert.deepEqual(changing, ["DRAIN_AGENT", "REACTIVATE_AGENT"]);
  assert.ok(effects.lines.includes("alibuild01 is still DRAINING, tasks hold resources of it"));
  assert.equal((await look("agent-registered", { host: "alibuild01" })).holds, "yes");
});

test("a rebuilt agent needs no lift; its old id is left over until it is marked gone", async () => {
  await using network = new Network();
  const { yard, ensemble, mesos, changing, look } = await openPlace(network);
  const effects = new Performed((seconds) => yard.pass(seconds));
  effects.seen.tasks = (await look("tasks-listed", { host: "alibuild07" })).value ?? null;
  await mesos.apply(agentChange("alibuild07", { offers: "none" }), effects);
  yard.stop("alibuild07");
  ensemble.look();
  yard.pass(1200);
  yard.startAgent("alibuild07", "second");
  ensemble.look();
  yard.pass(60);
  await mesos.apply(agentChange("alibuild07", { offers: "all", always: true }), effects);
  assert.equal((await look("agent-registered", { host: "alibuild07" })).holds, "yes");
  const ids = { host: "alibuild07", ids: effects.seen.tasks };
  const before = await look("no-old-agent", ids);
  assert.deepEqual([before.holds, before.value], ["no", effects.seen.tasks]);
  for (let time = 0; time < 2; time++)
    await mesos.apply(agentChange("alibuild07", { gone: { evidenceOf: "tasks" } }), effects);
  assert.equal((await look("no-old-agent", ids)).holds, "yes");
  assert.deepEqual(changing, ["DEACTIVATE_AGENT", "MARK_AGENT_GONE"]);
});

test("an agent that serves is never marked gone, by whichever way it is asked for", async () => {
  await using network = new Network();
  const { mesos, changing, look } = await openPlace(network);
  const effects = new Performed();
  const ids = (await look("tasks-listed", { host: "alibuild07" })).value ?? null;
  effects.seen.tasks = ids;
  const ways: Fields[] = [{ gone: { evidenceOf: "tasks" } }, { gone: Array.isArray(ids) ? (ids[0] ?? "") : "" }];
  for (const after of ways)
    await assert.rejects(mesos.apply(agentChange("alibuild07", after), effects), hasCode("mesos-agent-serves"));
  assert.equal((await look("no-old-agent", { host: "alibuild07", ids })).holds, "yes");
  assert.deepEqual(changing, []);
});

test("a lift is not proved by an agent that is away; it is once its old id is gone", async () => {
  await using network = new Network();
  const { yard, ensemble, mesos, look } = await openPlace(network);
  const effects = new Performed((seconds) => yard.pass(seconds));
  effects.seen.tasks = (await look("tasks-listed", { host: "alibuild07" })).value ?? null;
  await mesos.apply(agentChange("alibuild07", { offers: "none" }), effects);
  yard.stop("alibuild07");
  ensemble.look();
  yard.pass(120);
  const lift = agentChange("alibuild07", { offers: "all", always: true });
  const refused = (error: unknown) => error instanceof NotDone && /It had .*-S\d/.test(error.why);
  await assert.rejects(mesos.apply(lift, effects), refused);
  await mesos.apply(agentChange("alibuild07", { gone: { evidenceOf: "tasks" } }), effects);
  await mesos.apply(lift, effects);
  assert.match(effects.lines.at(-1) ?? "", /are gone/);
});

test("an agent that comes back with its old id is lifted", async () => {
  await using network = new Network();
  const { yard, ensemble, mesos, changing, look } = await openPlace(network);
  const effects = new Performed((seconds) => yard.pass(seconds));
  await mesos.apply(agentChange("alibuild07", { offers: "none" }), effects);
  yard.stop("alibuild07");
  ensemble.look();
  yard.pass(120);
  yard.startAgent("alibuild07");
  ensemble.look();
  yard.pass(60);
  assert.match((await look("agent-registered", { host: "alibuild07" })).detail, /deactivated/);
  await mesos.apply(agentChange("alibuild07", { offers: "all", always: true }), effects);
  assert.equal((await look("agent-registered", { host: "alibuild07" })).holds, "yes");
  assert.deepEqual(changing, ["DEACTIVATE_AGENT", "REACTIVATE_AGENT"]);
});

test("what is drafted says what is lost, and stays the same while agents come and go", async () => {
  await using network = new Network();
  const { yard, ensemble, mesos } = await openPlace(network);
  const wanted: readonly Fields[] = [{ offers: "none" }, { drain: 600 }, { offers: "all", always: true }];
  const resources = wanted.map((desired) => agentResource("alibuild01", desired));
  const observed = await mesos.observe(resources);
  const drafts = resources.flatMap((resource) => mesos.diff(resource, observed).drafts);
  assert.deepEqual(
    drafts.map(({ risk, targets }) => [risk, targets.map(({ id }) => id)]),
    [
      ["disruptive", ["alibuild01"]],
      ["destructive", ["alibuild01"]],
      ["safe", ["alibuild01"]],
    ],
  );
  assert.match(drafts[1]?.interrupts ?? "", /its tasks are lost: RELEASE build-O2-release, root\/prod\/ci-check/);
  await mesos.apply(agentChange("alibuild01", { offers: "none" }), new Performed());
  const again = await mesos.observe(resources);
  const [cordon, , lift] = resources.map((resource) => mesos.diff(resource, again));
  assert.deepEqual(cordon?.drafts, [drafts[0]], "it may be offered again until its turn comes");
  assert.deepEqual(lift?.drafts, [{ ...drafts[2], targets: lift?.drafts[0]?.targets }]);
  yard.stop("alibuild01");
  ensemble.look();
  yard.pass(120);
  const [target] = await mesos.resolve(agentChange("alibuild01", { offers: "all" }));
  assert.deepEqual([target?.id, target?.attached], ["alibuild01", []]);
});

test("after a failover an agent that is not back is waited for by the lift, and not taken for gone", async () => {
  await using network = new Network();
  const { yard, mesos, look } = await openPlace(network, {}, ["master-fails-over"]);
  const effects = new Performed((seconds) => yard.pass(seconds));
  await mesos.apply(agentChange("alibuild07", { offers: "none" }), effects);
  yard.pass(25);
  const isAway = async () => (await mesos.agents("x").catch(() => [])).some(({ isRegistered }) => !isRegistered);
  for (let seconds = 0; seconds < 60 && !(await isAway()); seconds += 0.5) yard.pass(0.5);
  assert.equal((await look("tasks-listed", { host: "alibuild07" })).holds, "unknown");
  await mesos.apply(agentChange("alibuild07", { offers: "all", always: true }), effects);
  assert.equal((await look("agent-registered", { host: "alibuild07" })).holds, "yes");
});

test("a run that died after its call finds it done, calls nothing again, and has it on record", async () => {
  await using network = new Network();
  const { yard, mesos, changing, look } = await openPlace(network);
  const ids = await look("tasks-listed", { host: "alibuild01" });
  const id = Array.isArray(ids.value) ? String(ids.value[0]) : "";
  const calls: readonly (readonly [Fields, string])[] = [
    [{ offers: "none" }, `stop-offers-${id}`],
    [{ drain: 600 }, `drain-${id}`],
    [{ offers: "all", always: true }, `resume-offers-${id}`],
  ];
  for (const [after, name] of calls) {
    await mesos.apply(agentChange("alibuild01", after), new Performed((seconds) => yard.pass(seconds)));
    const resumed = new Performed((seconds) => yard.pass(seconds));
    await mesos.apply(agentChange("alibuild01", after), resumed);
    assert.deepEqual([...resumed.effects.keys()], [name]);
  }
  assert.deepEqual(changing, ["DEACTIVATE_AGENT", "DRAIN_AGENT", "REACTIVATE_AGENT"]);
});

test("an agent that somebody stops again and again is not fought over", async () => {
  await using network = new Network();
  const { mesos, changing } = await openPlace(network);
  const cordon = agentChange("alibuild07", { offers: "none" });
  await mesos.apply(cordon, new Performed());
  const effects = new Performed();
  const perform = effects.perform.bind(effects);
  effects.perform = async (effect) => {
    const value = await perform(effect);
    await mesos.apply(cordon, new Performed());
    return value;
  };
  const lift = agentChange("alibuild07", { offers: "all", always: true });
  await assert.rejects(mesos.apply(lift, effects), hasCode("mesos-still-deactivated"));
  assert.equal(changing.filter((call) => call === "REACTIVATE_AGENT").length, 3);
});
