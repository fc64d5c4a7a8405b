import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import { type Fields, isFields, type Json } from "#src/model/json.ts";
import { listAt } from "#src/model/json-at.ts";
import { createMesos } from "#src/systems/mesos/index.ts";
import alibuild from "../../../environments/alibuild.ts";
import { Network } from "./network.ts";
import { agentChange, masters, Performed } from "./place.ts";
import { type Exchange, recorded } from "./recordings.ts";
import { replayOne } from "./replay.ts";

const host = "agent3.lab.test";
const id = "452505d8-b924-4309-9310-23b757b047d2-S1";

/** What the leader was recorded to say of the agents at a step of the drain. */
function agentsAt(step: string, change: (agent: Fields) => Fields = (agent) => agent): Exchange[] {
  const then = recorded("drain").filter(({ name }) => name === `${step}.v1.GET_AGENTS`);
  return then.map((one) => ({ ...one, body: withAgents(one.body, change) }));
}

function withAgents(body: Json, change: (agent: Fields) => Fields): Json {
  const agents = listAt(body, "get_agents", "agents").filter(isFields).map(change);
  return { type: "GET_AGENTS", get_agents: { agents } };
}

/** Other parts of the recordings that the same leader gave. */
const others = [
  ...recorded("leader").filter(({ name }) => /v1\.GET_(MASTER|TASKS|FRAMEWORKS)$/.test(name)),
  ...recorded("drain").filter(({ name }) => name === "drain.3.registry"),
];

/** A recorded leader whose agents are as `agents` says now; `answers` what it says to a changing call. */
async function recordedPlace(network: Network, agents: () => Exchange[], answers: Exchange["name"][] = []) {
  const bodies: string[] = [];
  const queue = answers.map((name) => recorded("drain").find((one) => one.name === name));
  const listener: RequestListener = async (request, response) => {
    const body = await text(request);
    const call = /"type":"(\w+_AGENT\w*)"/.exec(body)?.[1];
    if (call === undefined || call === "GET_AGENTS")
      return replayOne([...agents(), ...others], request, body, response);
    bodies.push(body);
    const answer = queue.shift();
    response.writeHead(answer?.status ?? 500).end(String(answer?.body ?? ""));
  };
  await network.http(masters[0] ?? "", listener);
  return { bodies, mesos: createMesos({ environment: alibuild, world: network.world() }) };
}

test("a drain says its grace in seconds and nothing else, which is what a real master takes", async () => {
  await using network = new Network();
  const answers = ["drain.9.DRAIN_AGENT_seconds"];
  const { mesos, bodies } = await recordedPlace(network, () => agentsAt("drain.2_reactivated"), answers);
  await mesos.apply(agentChange(host, { drain: 600 }), new Performed());
  assert.deepEqual(JSON.parse(bodies[0] ?? "{}"), {
    type: "DRAIN_AGENT",
    drain_agent: { agent_id: { value: id }, max_grace_period: { seconds: 600 } },
  });
});

test("no tasks left and still DRAINING: the lift gives up in the end, and says what frees it", async () => {
  await using network = new Network();
  const idle = ({ allocated_resources: _, ...agent }: Fields): Fields => agent;
  const { mesos, bodies } = await recordedPlace(network, () => agentsAt("drain.3_draining", idle));
  const effects = new Performed();
  const lift = agentChange(host, { offers: "all", always: true });
  const error = await mesos.apply(lift, effects).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof OpsError && error.code === "mesos-draining");
  assert.match(error.why, /still DRAINING, no tasks left/);
  assert.match(error.next, /restart mesos-agent on the host/);
  assert.deepEqual(bodies, []);
});

test("an agent that began to drain meanwhile is not reactivated, and that is no doubt", async () => {
  await using network = new Network();
  const answers = ["drain.3.REACTIVATE_AGENT_while_draining"];
  const { mesos } = await recordedPlace(network, () => agentsAt("drain.9_seconds_1s"), answers);
  const lift = agentChange("agent1.lab.test", { offers: "all" });
  const error = await mesos.apply(lift, new Performed()).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof NotDone && /Agent is still in the DRAINING state/.test(error.why));
});

test("a drain that is under way with another grace is overwritten, and one with the same is left", async () => {
  await using network = new Network();
  const answers = ["drain.3.DRAIN_AGENT"];
  const { mesos, bodies } = await recordedPlace(network, () => agentsAt("drain.3_draining"), answers);
  await mesos.apply(agentChange(host, { drain: 10 }), new Performed());
  assert.equal(bodies.length, 0);
  await mesos.apply(agentChange(host, { drain: 60 }), new Performed());
  assert.equal(bodies.length, 1);
});

test("a deactivated agent is waited for before it is marked gone: whether it is connected is not told", async () => {
  await using network = new Network();
  const { mesos, bodies } = await recordedPlace(network, () => agentsAt("drain.9_seconds_1s"));
  const gone = agentChange("agent1.lab.test", { gone: "452505d8-b924-4309-9310-23b757b047d2-S2" });
  const serves = (error: unknown) => error instanceof OpsError && error.code === "mesos-agent-serves";
  await assert.rejects(mesos.apply(gone, new Performed()), serves);
  assert.deepEqual(bodies, []);
});
