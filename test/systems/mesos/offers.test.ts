import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import type { Json } from "#src/model/json.ts";
import { issuePermit } from "#src/model/permit.ts";
import type { Change } from "#src/model/plan.ts";
import type { Effect, Effects, Permit } from "#src/model/system.ts";
import { createEnsemble, isMutating } from "#src/rehearsal/mesos/index.ts";
import { createMesos, type Mesos } from "#src/systems/mesos/index.ts";
import { Hall } from "../../rehearsal/mesos/machines.ts";
import { look, open, quick } from "./look.ts";
import { environmentOf, Network } from "./network.ts";
import { recorded } from "./recordings.ts";
import { hosts, replayOne } from "./replay.ts";

const permit: Permit = { run: "r1", change: "act agent/x", step: "act agent/x/stop-offers/1", token: "t" };

/** Performs effects with a permit, without a journal. */
function effectsWith(permitOf: () => Permit, log: (line: string) => void = () => undefined): Effects {
  return {
    perform: <T extends Json>(effect: Effect<T>) => effect.send(permitOf()),
    wait: () => assert.fail("nothing is waited for"),
    log,
    evidence: () => undefined,
    document: () => "",
  };
}

const permitted = effectsWith(() => issuePermit(permit));

function change(name: string, offers: "none" | "all"): Change {
  return {
    ...{ id: `act agent/${name}`, action: "act", system: "mesos", kind: "agent", name, stack: "lab", role: "agent" },
    ...{ risk: "safe", because: "a test", after: { offers }, needs: [], targets: [], asksByItself: false, waits: [] },
  };
}

/** A rehearsed cluster whose agents are registered, with a log of the changing calls that reached it. */
async function cluster(network: Network, faults: readonly string[] = []) {
  const hall = Hall.cluster(1, faults);
  const changing: string[] = [];
  const ensemble = createEnsemble(hall);
  await network.ensemble(ensemble, hosts, (method, path, body) => {
    if (isMutating(method, path, body)) changing.push(JSON.parse(body).type);
  });
  ensemble.look();
  hall.pass(40);
  const mesos = createMesos({ environment: environmentOf(hosts), world: network.world() });
  return { hall, mesos, changing };
}

async function offersOf(mesos: Mesos, hostname: string) {
  const agent = (await mesos.agents("lab")).find((one) => one.hostname.startsWith(hostname));
  return [agent?.isActive, agent?.isDeactivated];
}

test("offers of an agent are stopped and resumed, and repeating it sends nothing", async () => {
  await using network = new Network();
  const { mesos, changing } = await cluster(network);
  const host = "ip-10-0-1-1.ec2.internal";
  for (const offers of ["none", "none", "all", "all"] as const) await mesos.apply(change(host, offers), permitted);
  assert.deepEqual(changing, ["DEACTIVATE_AGENT", "REACTIVATE_AGENT"]);
  await mesos.apply(change("ip-10-0-1-1", "none"), permitted);
  assert.deepEqual(await offersOf(mesos, host), [false, true]);
  assert.match((await look(mesos, "agent-registered", { hostname: host })).detail, /registered and deactivated/);
  const all = await look(mesos, "agents-registered", { expected: { "mesos-fixed": 2 } });
  assert.equal(all.detail, `1 of 2 agents registered; missing mesos-fixed 1; 1 deactivated (${host}): no new tasks`);
});

test("a permit that the engine did not issue sends nothing", async () => {
  await using network = new Network();
  const { mesos, changing } = await cluster(network);
  const forged = effectsWith(() => ({ ...permit }));
  const refused = (error: unknown) => error instanceof OpsError && error.reason === "refused";
  await assert.rejects(mesos.apply(change("ip-10-0-1-1", "none"), forged), refused);
  assert.deepEqual(changing, []);
});

test("a host whose agent is gone has nothing to drain; offers of what is not there cannot be resumed", async () => {
  await using network = new Network();
  const { mesos, changing } = await cluster(network);
  const lines: string[] = [];
  const telling = effectsWith(
    () => issuePermit(permit),
    (line) => lines.push(line),
  );
  await mesos.apply(change("ip-10-9-9-9", "none"), telling);
  assert.deepEqual(lines, ["no agent of the name ip-10-9-9-9 is registered: nothing to drain"]);
  const ended = await look(mesos, "tasks-ended", { hostname: "ip-10-9-9-9" });
  assert.equal(ended.holds, "yes");
  assert.match(ended.detail, /no agent is registered as ip-10-9-9-9: nothing to drain/);
  const notDone = (error: unknown) => error instanceof NotDone && error.code === "mesos-unknown-agent";
  await assert.rejects(mesos.apply(change("ip-10-9-9-9", "all"), permitted), notDone);
  assert.deepEqual(changing, []);
});

test("an agent that has not come back since a failover is not taken for gone", async () => {
  await using network = new Network();
  const { hall, mesos, changing } = await cluster(network, ["master-fails-over"]);
  const isAway = async () => (await mesos.agents("lab").catch(() => [])).some(({ isRegistered }) => !isRegistered);
  for (let seconds = 0; seconds < 60 && !(await isAway()); seconds += 0.5) hall.pass(0.5);
  const away = (await mesos.agents("lab")).find(({ isRegistered }) => !isRegistered);
  assert.ok(away);
  assert.equal((await look(mesos, "tasks-ended", { hostname: away.hostname })).holds, "unknown");
  const notDone = (error: unknown) => error instanceof NotDone && error.code === "mesos-unknown-agent";
  await assert.rejects(mesos.apply(change(away.hostname, "none"), permitted), notDone);
  assert.deepEqual(changing, []);
});

test("a cluster without a leader is provably not changed", async () => {
  await using network = new Network();
  const { hall, mesos } = await cluster(network);
  hall.stop("i-m1");
  await assert.rejects(mesos.apply(change("ip-10-0-1-1", "none"), permitted), NotDone);
});

test("an agent is resolved by its host name, and differs in its offers", async () => {
  await using network = new Network();
  const { mesos } = await cluster(network);
  const [target] = await mesos.resolve(change("IP-10-0-1-1", "none"));
  assert.deepEqual(target?.names.slice(1), ["ip-10-0-1-1.ec2.internal", "ip-10-0-1-1", "10.0.1.1"]);
  assert.equal(target?.tags["slave-type"], "mesos-fixed");
  const resource = {
    ...{ system: "mesos", kind: "agent", name: "ip-10-0-1-1", stack: "lab", role: "mesos-fixed", needs: [] },
    desired: { offers: "none" },
  };
  const observed = await mesos.observe([resource]);
  assert.equal(observed[0]?.fields.offers, "all");
  const { drafts } = mesos.diff(resource, observed);
  assert.deepEqual(
    drafts.map(({ action, name, risk, after }) => [action, name, risk, after?.offers]),
    [["act", "ip-10-0-1-1", "safe", "none"]],
  );
});

/** A recorded leader that answers a DEACTIVATE_AGENT as given. */
function leaderThat(deactivates: RequestListener): RequestListener {
  const exchanges = recorded("leader");
  return async (request, response) => {
    const body = await text(request);
    if (body.includes("DEACTIVATE_AGENT")) deactivates(request, response);
    else replayOne(exchanges, request, body, response);
  };
}

for (const [what, isProvablyNotDone, deactivates] of [
  ["refuses with 400", true, (_request, response) => response.writeHead(400).end("Unknown agent")],
  ["refuses with 403", true, (_request, response) => response.writeHead(403).end()],
  ["is the leader no more", true, (_r, response) => response.writeHead(307, { location: "//10.0.0.2:5050/" }).end()],
  ["fails with 500", false, (_request, response) => response.writeHead(500).end("oops")],
  ["breaks the connection", false, (_request, response) => response.socket?.resetAndDestroy()],
  ["never answers", false, () => undefined],
] as const satisfies readonly (readonly [string, boolean, RequestListener])[]) {
  test(`a master that ${what}: ${isProvablyNotDone ? "not done" : "a doubt"}`, async () => {
    await using network = new Network();
    await network.http(hosts[0], leaderThat(deactivates));
    const mesos = open(network, [hosts[0]], what === "never answers" ? quick : {});
    const error = await mesos.apply(change("agent1.lab.test", "none"), permitted).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof OpsError);
    assert.equal(error instanceof NotDone, isProvablyNotDone);
  });
}
