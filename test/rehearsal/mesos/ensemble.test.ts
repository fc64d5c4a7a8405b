import assert from "node:assert/strict";
import test from "node:test";
import { type Json, parsedJson } from "#src/model/json.ts";
import { at, listAt, numberAt, textAt } from "#src/model/json-at.ts";
import { createEnsemble, type Ensemble } from "#src/rehearsal/mesos/index.ts";
import { Hall } from "./machines.ts";

const masters = ["10.0.0.1", "10.0.0.2", "10.0.0.3"] as const;

/** A cluster and its ensemble, which saw it from the beginning. */
function begin(faults: readonly string[] = [], types?: string[]) {
  const hall = Hall.cluster(1, faults, types);
  const ensemble = createEnsemble(hall);
  ensemble.look();
  return { hall, ensemble };
}

async function send(ensemble: Ensemble, address: string, path: string, init: RequestInit = {}) {
  const master = ensemble.http(address);
  return master && (await master(new Request(`http://${address}:5050${path}`, init)));
}

async function call(ensemble: Ensemble, address: string, type: string, more: object = {}) {
  const headers = { "content-type": "application/json" };
  return await send(ensemble, address, "/api/v1", { method: "POST", headers, body: JSON.stringify({ type, ...more }) });
}

async function json(answer: Response | undefined | Promise<Response | undefined>): Promise<Json | undefined> {
  return parsedJson((await (await answer)?.text()) ?? "");
}

/** What each master says of the leader: its own address, whom it points to, or its refusal. */
async function said(ensemble: Ensemble): Promise<readonly string[]> {
  const answers = masters.map(async (address) => {
    const answer = await call(ensemble, address, "GET_MASTER");
    if (!answer) return "refused";
    if (answer.status === 307) return `-> ${new URL(answer.headers.get("location") ?? "", "http://x").hostname}`;
    return answer.status === 200 ? "leads" : await answer.text();
  });
  return await Promise.all(answers);
}

async function agentsOf(ensemble: Ensemble, leader: string): Promise<readonly Json[]> {
  const answer = await call(ensemble, leader, "GET_AGENTS");
  const body = await json(answer);
  return listAt(body, "get_agents", "agents");
}

async function activeOf(ensemble: Ensemble, leader: string): Promise<number> {
  return (await agentsOf(ensemble, leader)).filter((agent) => at(agent, "active") === true).length;
}

test("masters elect the longest-standing one about ten seconds after their quorum, then it recovers", async () => {
  const { hall, ensemble } = begin();
  const shown: (readonly string[])[] = [];
  for (const seconds of [0, 9.9, 0.2, 0.4]) {
    hall.pass(seconds);
    shown.push(await said(ensemble));
  }
  const none = "No leader elected";
  assert.deepEqual(shown, [
    [none, none, none],
    [none, none, none],
    ["Master has not finished recovery", "-> 10.0.0.1", "-> 10.0.0.1"],
    ["leads", "-> 10.0.0.1", "-> 10.0.0.1"],
  ]);
});

test("one master of three elects nobody, two do", async () => {
  const hall = new Hall();
  const ensemble = createEnsemble(hall);
  hall.startMaster("i-m1", masters[0]);
  hall.pass(60);
  assert.deepEqual(await said(ensemble), ["No leader elected", "refused", "refused"]);
  assert.match(ensemble.zookeeper(masters[0])?.("srvr") ?? "", /not currently serving requests/);
  hall.startMaster("i-m2", masters[1]);
  hall.pass(11);
  assert.deepEqual(await said(ensemble), ["leads", "-> 10.0.0.1", "refused"]);
});

test("agents register five to fifteen seconds after there is a leader", async () => {
  const { hall, ensemble } = begin();
  hall.pass(14);
  assert.equal(await activeOf(ensemble, masters[0]), 0);
  hall.pass(12);
  assert.equal(await activeOf(ensemble, masters[0]), 4);
});

test("a leader that goes leaves stale redirects, then nobody, then a recovering leader without agents", async () => {
  const { hall, ensemble } = begin();
  hall.pass(60);
  assert.equal(await activeOf(ensemble, masters[0]), 4);
  hall.stop("i-m1");
  ensemble.look();
  hall.pass(5);
  assert.deepEqual(await said(ensemble), ["refused", "-> 10.0.0.1", "-> 10.0.0.1"]);
  hall.pass(4);
  assert.deepEqual(await said(ensemble), ["refused", "No leader elected", "No leader elected"]);
  hall.pass(1.2);
  assert.deepEqual(await said(ensemble), ["refused", "Master has not finished recovery", "-> 10.0.0.2"]);
  const slaves = await json(send(ensemble, masters[1], "/slaves"));
  assert.deepEqual(slaves, { slaves: [], recovered_slaves: [] }, "the false answer of a leader that recovers");
  const metrics = await json(send(ensemble, masters[1], "/metrics/snapshot"));
  assert.deepEqual([numberAt(metrics, "master/elected"), numberAt(metrics, "registrar/log/recovered")], [1, 1]);
  hall.pass(3);
  assert.equal(await activeOf(ensemble, masters[1]), 4);
});

test("agents keep their ids over a fail-over and are recovered until they are back", async () => {
  const { hall, ensemble } = begin();
  hall.pass(60);
  const idsOf = (agents: readonly Json[]) => agents.map((agent) => textAt(agent, "agent_info", "id", "value")).sort();
  const before = idsOf(await agentsOf(ensemble, masters[0]));
  hall.stop("i-m1");
  ensemble.look();
  hall.pass(10.6);
  const answer = await json(call(ensemble, masters[1], "GET_AGENTS"));
  const now = listAt(answer, "get_agents", "agents");
  assert.equal(now.length + listAt(answer, "get_agents", "recovered_agents").length, 4);
  hall.pass(2);
  assert.deepEqual(idsOf(await agentsOf(ensemble, masters[1])), before);
});

test("an agent whose machine goes is disconnected, and unreachable after 80 seconds", async () => {
  const { hall, ensemble } = begin();
  hall.pass(60);
  ensemble.look();
  hall.stop("i-a01");
  ensemble.look();
  hall.pass(79);
  assert.deepEqual([(await agentsOf(ensemble, masters[0])).length, await activeOf(ensemble, masters[0])], [4, 3]);
  hall.pass(2);
  assert.equal((await agentsOf(ensemble, masters[0])).length, 3);
});

test("a master that is replaced comes back as a follower with its new version", async () => {
  const { hall, ensemble } = begin();
  hall.pass(60);
  ensemble.look();
  hall.stop("i-m3");
  ensemble.look();
  hall.pass(30);
  hall.startMaster("i-m4", masters[2], "1.11.1");
  assert.match(ensemble.zookeeper(masters[2])?.("mntr") ?? "", /not currently serving/);
  hall.pass(5);
  assert.deepEqual(await said(ensemble), ["leads", "-> 10.0.0.1", "-> 10.0.0.1"]);
  assert.match(ensemble.zookeeper(masters[2])?.("mntr") ?? "", /zk_server_state\tfollower\n/);
  const version = await json(send(ensemble, masters[2], "/version"));
  assert.equal(textAt(version, "version"), "1.11.1");
});

test("the fault master-fails-over: once, a minute after the first election, for half a minute", async () => {
  const { hall, ensemble } = begin(["master-fails-over"]);
  const shown: string[] = [];
  for (const seconds of [69, 2, 10, 18, 2, 600]) {
    hall.pass(seconds);
    shown.push((await said(ensemble)).join(" "));
  }
  assert.deepEqual(shown, [
    "leads -> 10.0.0.1 -> 10.0.0.1",
    "refused -> 10.0.0.1 -> 10.0.0.1",
    "refused leads -> 10.0.0.2",
    "refused leads -> 10.0.0.2",
    "-> 10.0.0.2 leads -> 10.0.0.2",
    "-> 10.0.0.2 leads -> 10.0.0.2",
  ]);
});

test("the fault agents-lost: one agent of each type stays away for ten minutes", async () => {
  const { hall, ensemble } = begin(["agents-lost"]);
  hall.pass(590);
  assert.equal(await activeOf(ensemble, masters[0]), 2);
  hall.pass(40);
  assert.equal(await activeOf(ensemble, masters[0]), 4);
});

test("tasks of a deactivated agent end and no new ones begin; the same seed gives the same tasks", async () => {
  const { hall, ensemble } = begin();
  const twin = begin();
  hall.pass(120);
  twin.hall.pass(120);
  assert.deepEqual(await runningOf(ensemble), await runningOf(twin.ensemble));
  const [task] = await runningOf(ensemble);
  assert.ok(task, "some agent is busy");
  await call(ensemble, masters[0], "DEACTIVATE_AGENT", { deactivate_agent: { agent_id: { value: task.agent } } });
  assert.ok(
    (await runningOf(ensemble)).some(({ id }) => id === task.id),
    "deactivating kills nothing",
  );
  for (let minute = 0; minute < 30; minute += 5) {
    hall.pass(300);
    assert.ok((await runningOf(ensemble)).every(({ agent }) => agent !== task.agent));
  }
  await call(ensemble, masters[0], "REACTIVATE_AGENT", { reactivate_agent: { agent_id: { value: task.agent } } });
  const busy = new Set<string>();
  for (let seconds = 0; seconds < 600; seconds += 30) {
    hall.pass(30);
    for (const { agent } of await runningOf(ensemble)) busy.add(agent);
  }
  assert.ok(busy.has(task.agent), "it gets tasks again");
});

async function runningOf(ensemble: Ensemble) {
  const answer = await json(call(ensemble, masters[0], "GET_TASKS"));
  return listAt(answer, "get_tasks", "tasks").map((task) => ({
    id: textAt(task, "task_id", "value") ?? "",
    agent: textAt(task, "agent_id", "value") ?? "",
  }));
}

test("a drained agent that is to be marked gone disappears", async () => {
  const { hall, ensemble } = begin();
  hall.pass(120);
  const [agent] = await agentsOf(ensemble, masters[0]);
  const agent_id = { value: textAt(agent, "agent_info", "id", "value") ?? "" };
  await call(ensemble, masters[0], "DRAIN_AGENT", { drain_agent: { agent_id, mark_gone: true } });
  hall.pass(10);
  assert.equal((await agentsOf(ensemble, masters[0])).length, 3);
});
