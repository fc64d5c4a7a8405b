import assert from "node:assert/strict";
import test from "node:test";
import { OpsError } from "#src/model/error.ts";
import { look, open } from "./look.ts";
import { Network } from "./network.ts";
import { recorded } from "./recordings.ts";
import { FailOver, hosts, replay, replayLeader } from "./replay.ts";

const three = { expected: { "mesos-fixed": 2, "mesos-spot": 1 } };

test("the leader is found through a follower's redirect", async () => {
  await using network = new Network();
  await network.http(hosts[0], replay(recorded("leader")));
  await network.http(hosts[1], replay(recorded("nonleader")));
  const leader = await open(network, [hosts[1], hosts[0]]).leader("lab");
  assert.equal(leader.host, "10.0.0.1");
  assert.equal(leader.version, "1.12.0");
  assert.equal(leader.electedAt, 1_795_159_466_344);
});

test("a redirect to a host that is no master of the environment is not followed", async () => {
  await using network = new Network();
  await network.http(hosts[1], replay(recorded("nonleader")));
  const seen = await look(open(network, [hosts[1]]), "leader-elected");
  assert.equal(seen.holds, "no");
  assert.match(
    seen.detail,
    /10\.0\.0\.2 redirects to \/\/10\.0\.0\.1:5050\/master\/api\/v1: that is no master of the env/,
  );
});

test("agents come with host, address, type, version and time", async () => {
  await using network = new Network();
  await replayLeader(network);
  const agents = await open(network, hosts).agents("lab");
  const shown = agents.map(({ hostname, address, attributes, version }) => [
    hostname,
    address,
    attributes["slave-type"],
    version,
  ]);
  assert.deepEqual(shown, [
    ["agent1.lab.test", "127.0.0.1", "mesos-fixed", "1.12.0"],
    ["agent3.lab.test", "127.0.0.1", "mesos-spot", "1.12.0"],
    ["agent2.lab.test", "127.0.0.1", "mesos-fixed", "1.12.0"],
  ]);
  assert.ok(agents.every((agent) => agent.isActive && agent.isRegistered && !agent.isDeactivated));
  assert.equal(agents[0]?.registeredAt, 1_795_159_536_272);
});

test("the tasks of an agent are those that have not ended", async () => {
  await using network = new Network();
  await replayLeader(network);
  const tasks = await open(network, hosts).tasks("lab", "452505d8-b924-4309-9310-23b757b047d2-S0");
  assert.deepEqual(
    tasks.map(({ name, state }) => [name, state]),
    [["long-sleep", "TASK_RUNNING"]],
  );
});

test("registered agents are counted by type, and what is missing is named", async () => {
  await using network = new Network();
  await replayLeader(network);
  const mesos = open(network, hosts);
  assert.deepEqual(await look(mesos, "agents-registered", three), {
    holds: "yes",
    detail: "3 of 3 agents registered",
    progress: { done: 3, total: 3 },
  });
  assert.deepEqual(await look(mesos, "agents-registered", { expected: { "mesos-fixed": 4, "mesos-on-demand": 1 } }), {
    holds: "no",
    detail: "2 of 5 agents registered; missing mesos-fixed 2, mesos-on-demand 1",
    progress: { done: 2, total: 5 },
  });
});

test("tasks have ended on an idle agent and not on a busy one", async () => {
  await using network = new Network();
  await replayLeader(network);
  const mesos = open(network, hosts);
  assert.equal((await look(mesos, "tasks-ended", { hostname: "agent1.lab.test" })).holds, "yes");
  const busy = await look(mesos, "tasks-ended", { hostname: "AGENT2" });
  assert.deepEqual(busy, { holds: "no", detail: "1 task on agent2.lab.test: long-sleep" });
  const gone = await look(mesos, "tasks-ended", { hostname: "agent9.lab.test" });
  assert.deepEqual([gone.holds, /nothing to drain/.test(gone.detail)], ["yes", true]);
});

for (const [step, hostname, expected] of [
  ["drain.1_deactivated", "agent2.lab.test", { isActive: false, isDeactivated: true, drainState: undefined }],
  ["drain.2_reactivated", "agent2.lab.test", { isActive: true, isDeactivated: false, drainState: undefined }],
  ["drain.3_draining", "agent3.lab.test", { isActive: false, isDeactivated: true, drainState: "DRAINING" }],
  ["drain.9_seconds_1s", "agent1.lab.test", { isActive: false, isDeactivated: true, drainState: "DRAINED" }],
] as const) {
  test(`${hostname} in ${step}`, async () => {
    await using network = new Network();
    const agentsThen = recorded("drain").filter(({ name }) => name === `${step}.v1.GET_AGENTS`);
    const masterThen = recorded("leader").filter(({ name }) => name === "leader.v1.GET_MASTER");
    await network.http(hosts[0], replay([...agentsThen, ...masterThen]));
    const agent = (await open(network, hosts).agents("lab")).find((one) => one.hostname === hostname);
    const { isActive, isDeactivated, drainState } = agent ?? {};
    assert.deepEqual({ isActive, isDeactivated, drainState }, expected);
  });
}

test("a fail-over: no leader, then none that has recovered, and never a cluster without agents", async () => {
  await using network = new Network();
  const failOver = new FailOver();
  await failOver.serve(network);
  const mesos = open(network, hosts);
  const shown: string[] = [];
  for (const seconds of [1, 3, 8, 10.46, 10.6, 11.2, 11.6, 13]) {
    failOver.seconds = seconds;
    const leader = await look(mesos, "leader-elected");
    const agents = await look(mesos, "agents-registered", three);
    shown.push(`${seconds}: leader ${leader.holds}; agents ${agents.holds} ${agents.progress?.done ?? "not counted"}`);
  }
  assert.deepEqual(shown, [
    "1: leader yes; agents yes 3",
    "3: leader no; agents unknown not counted",
    "8: leader no; agents unknown not counted",
    "10.46: leader no; agents unknown not counted",
    "10.6: leader no; agents unknown not counted",
    "11.2: leader yes; agents no 1",
    "11.6: leader yes; agents no 2",
    "13: leader yes; agents yes 3",
  ]);
});

test("what is said while the new leader recovers", async () => {
  await using network = new Network();
  const failOver = new FailOver();
  await failOver.serve(network);
  const mesos = open(network, hosts);
  failOver.seconds = 10.6;
  assert.match(
    (await look(mesos, "leader-elected")).detail,
    /10\.0\.0\.2 answers 503: Master has not finished recovery/,
  );
  await assert.rejects(mesos.agents("lab"), (error) => error instanceof OpsError && error.code === "mesos-no-leader");
  failOver.seconds = 11.2;
  assert.match((await look(mesos, "agents-registered", three)).detail, /2 not back since the failover/);
});
