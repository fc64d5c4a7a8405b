import assert from "node:assert/strict";
import test from "node:test";
import { type Json, parsedJson } from "#src/model/json.ts";
import { listAt, textAt } from "#src/model/json-at.ts";
import { createEnsemble, type Ensemble } from "#src/rehearsal/mesos/index.ts";
import { type Exchange, recorded } from "../../systems/mesos/recordings.ts";
import { intended } from "./differences.ts";
import { Hall } from "./machines.ts";
import { shapeDifferences } from "./shape.ts";

/** Three masters and agents, of which some run tasks and some have run one: what the recordings have too. */
function rehearsed(): Ensemble {
  const hall = Hall.cluster(1, [], ["mesos-fixed", "mesos-spot", "mesos-on-demand"]);
  const ensemble = createEnsemble(hall);
  ensemble.look();
  hall.pass(600);
  return ensemble;
}

async function ask(ensemble: Ensemble, address: string, exchange: Exchange): Promise<Response> {
  const { method, path, requestHeaders, requestBody } = exchange;
  const body = requestBody === undefined || method === "GET" ? null : Buffer.from(requestBody);
  const master = ensemble.http(address) ?? assert.fail(`${address} is down`);
  return await master(new Request(`http://${address}:5050${path}`, { method, headers: requestHeaders, body }));
}

/** Every difference of one answer, worded. */
async function compare(exchange: Exchange, answer: Response): Promise<readonly string[]> {
  const text = await answer.text();
  const headers = ["content-type", "location", "allow"].flatMap((name) => {
    const [truth, ours] = [
      recordedHeader(exchange, name),
      answer.headers.get(name)?.replaceAll("10.0.0.1", "127.0.0.1"),
    ];
    return truth === ours ? [] : [`${name}: ${ours}, not ${truth}`];
  });
  const status = answer.status === exchange.status ? [] : [`status: ${answer.status}, not ${exchange.status}`];
  return [...status, ...headers, ...bodyDifferences(exchange, text)];
}

function recordedHeader({ headers }: Exchange, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function bodyDifferences({ body, method, headers }: Exchange, text: string): readonly string[] {
  if (method === "HEAD" || "Content-Encoding" in headers) return [];
  if (typeof body === "string") return body === text ? [] : [`text: ${text}, not ${body}`];
  const ours: Json | undefined = parsedJson(text);
  return ours === undefined ? [`text: ${text}, not JSON`] : shapeDifferences(body, ours);
}

const met = new Set<unknown>();

function unintended(name: string, differences: readonly string[]): readonly string[] {
  return differences.filter((difference) => {
    const known = intended.find((one) => one.exchanges.test(name) && one.differences.test(difference));
    met.add(known);
    return !known;
  });
}

for (const [file, address] of [
  ["leader", "10.0.0.1"],
  ["nonleader", "10.0.0.2"],
] as const) {
  test(`the rehearsed ${file} answers like the recorded one`, async () => {
    const ensemble = rehearsed();
    const found: string[] = [];
    for (const exchange of recorded(file)) {
      const differences = await compare(exchange, await ask(ensemble, address, exchange));
      found.push(...unintended(exchange.name, differences).map((difference) => `${exchange.name} ${difference}`));
    }
    assert.deepEqual(found, []);
  });
}

/** What operators ordered of agents while it was recorded, in the order of the recording. */
const orders = [
  "drain.1.DEACTIVATE_AGENT",
  "drain.1.DEACTIVATE_AGENT_again",
  "drain.1.DEACTIVATE_AGENT_nonleader",
  "drain.1_deactivated.GET.slaves",
  "drain.1_deactivated.v1.GET_AGENTS",
  "drain.2.REACTIVATE_AGENT",
  "drain.2.REACTIVATE_AGENT_again",
  "drain.2_reactivated.v1.GET_AGENTS",
  "drain.3.DRAIN_AGENT",
  "drain.3_draining.GET.slaves",
  "drain.3_draining.v1.GET_AGENTS",
  "drain.3.registry",
  "drain.3.REACTIVATE_AGENT_while_draining",
  "drain.3.DRAIN_AGENT_again",
  "drain.3.DRAIN_AGENT_nonleader",
  "drain.3.DRAIN_AGENT_gone_string",
  "drain.3.DRAIN_AGENT_grace_string",
];

test("agents are deactivated, reactivated and drained as it was recorded", async () => {
  const ensemble = rehearsed();
  const busy = await busyAgents(ensemble);
  const recordedIds = ["452505d8-b924-4309-9310-23b757b047d2-S0", "452505d8-b924-4309-9310-23b757b047d2-S1"];
  const exchanges = recorded("drain");
  const found: string[] = [];
  for (const name of orders) {
    const exchange = exchanges.find((one) => one.name === name) ?? assert.fail(name);
    const body = recordedIds.reduce((text, id, index) => text?.replace(id, busy[index] ?? ""), exchange.requestBody);
    const address = name.endsWith("nonleader") ? "10.0.0.2" : "10.0.0.1";
    const differences = await compare(exchange, await ask(ensemble, address, { ...exchange, requestBody: body }));
    found.push(...unintended(name, differences).map((difference) => `${name} ${difference}`));
  }
  assert.deepEqual(found, []);
});

/** Agents that run a task now: a drain of one takes a while. */
async function busyAgents(ensemble: Ensemble): Promise<readonly string[]> {
  const exchange = recorded("leader").find(({ name }) => name === "leader.v1.GET_TASKS") ?? assert.fail();
  const answer = parsedJson(await (await ask(ensemble, "10.0.0.1", exchange)).text());
  return listAt(answer, "get_tasks", "tasks").map((task) => textAt(task, "agent_id", "value") ?? "");
}

test("every intended difference is still one", () => {
  assert.deepEqual(
    intended.filter((one) => !met.has(one)).map(({ because }) => because),
    [],
  );
});
