import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { createServer } from "node:net";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { OpsError } from "#src/model/error.ts";
import { createMesos } from "#src/systems/mesos/index.ts";
import { look, open, quick } from "./look.ts";
import { environmentOf, Network } from "./network.ts";
import { recorded } from "./recordings.ts";
import { replay } from "./replay.ts";

const [one, two] = ["10.0.0.1", "10.0.0.2"] as const;
const leading = recorded("leader").filter(({ name }) => name === "leader.v1.GET_MASTER");

function answering(status: number, body: string | Buffer, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

/** A leader whose answer to GET_AGENTS is the one given. */
function leaderWithAgents(listener: RequestListener): RequestListener {
  const master = replay(leading);
  let calls = 0;
  return (request, response) => (calls++ % 2 === 0 ? master : listener)(request, response);
}

function codeOf(expected: string, why: RegExp) {
  return (error: unknown) => error instanceof OpsError && error.code === expected && why.test(error.why);
}

test("no master listens: unknown, with who was tried and why", async () => {
  await using network = new Network();
  const mesos = open(network, [one, two]);
  const seen = await look(mesos, "agents-registered", { expected: { "mesos-fixed": 1 } });
  assert.equal(seen.holds, "unknown");
  assert.match(seen.detail, /10\.0\.0\.1:5050 is not reached, 10\.0\.0\.2:5050 is not reached: connection refused/);
  const leader = await look(mesos, "leader-elected");
  assert.deepEqual([leader.holds, (await look(mesos, "quorum-complete", { count: 2 })).holds], ["unknown", "unknown"]);
});

test("a master that never answers is given up", async () => {
  await using network = new Network();
  await network.http(one, () => undefined);
  const seen = await look(open(network, [one], quick), "leader-elected");
  assert.equal(seen.holds, "unknown");
  assert.match(seen.detail, /10\.0\.0\.1:5050\/api\/v1 does not answer: no whole answer within 0\.4 s/);
});

test("a master that begins an answer and never ends it is given up", async () => {
  await using network = new Network();
  await network.http(one, (_request, response) => void response.writeHead(200).write("{"));
  await assert.rejects(open(network, [one], quick).leader("lab"), codeOf("mesos-no-leader", /no whole answer within/));
});

test("one silent master does not hide the leader that another knows", async () => {
  await using network = new Network();
  await network.http(one, replay(recorded("leader")));
  await network.http(two, () => undefined);
  assert.equal((await open(network, [two, one]).leader("lab")).host, one);
});

test("closing the console ends what is under way", async () => {
  await using network = new Network();
  const mesos = open(network, [one]);
  const asked = Promise.withResolvers<void>();
  await network.http(one, () => asked.resolve());
  const seen = look(mesos, "leader-elected");
  await asked.promise;
  mesos.close();
  assert.match((await seen).detail, /the console let go of it/);
});

test("an answer larger than the limit is refused, and says so", async () => {
  await using network = new Network();
  await network.http(one, leaderWithAgents(answering(200, JSON.stringify({ padding: "x".repeat(100_000) }))));
  const mesos = open(network, [one], { bodyBytes: 50_000 });
  await assert.rejects(mesos.agents("lab"), codeOf("mesos-too-large", /more than the limit of 50000 bytes/));
});

test("the limit counts what a packed answer unpacks to", async () => {
  await using network = new Network();
  const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
  await network.http(one, leaderWithAgents(answering(200, bomb, { "content-encoding": "gzip" })));
  const mesos = open(network, [one]);
  await assert.rejects(mesos.agents("lab"), codeOf("mesos-too-large", /more than the limit of 16 MiB/));
});

test("a packed answer is read", async () => {
  await using network = new Network();
  const body = gzipSync(JSON.stringify(leading[0]?.body));
  await network.http(one, answering(200, body, { "content-encoding": "gzip" }));
  assert.equal((await open(network, [one]).leader("lab")).version, "1.12.0");
});

for (const [what, status, body, why] of [
  ["HTML", 200, "<html>", /10\.0\.0\.1 did not answer JSON: <html>/],
  ["JSON of something else", 200, "[]", /10\.0\.0\.1 does not say who leads/],
  ["a question for credentials", 401, "", /10\.0\.0\.1 answers 401/],
  ["an error with control characters", 500, "a\u001b[2Jb", /10\.0\.0\.1 answers 500: ab$/],
] as const) {
  test(`${what} is no leader`, async () => {
    await using network = new Network();
    await network.http(one, answering(status, body));
    await assert.rejects(open(network, [one]).leader("lab"), codeOf("mesos-no-leader", why));
  });
}

test("masters that point to each other lead nowhere", async () => {
  await using network = new Network();
  await network.http(one, answering(307, "", { location: `//${two}:5050/master/api/v1` }));
  await network.http(two, answering(307, "", { location: `//${one}:5050/master/api/v1` }));
  await assert.rejects(open(network, [one, two]).leader("lab"), codeOf("mesos-no-leader", /go in a circle/));
});

for (const location of ["//10.9.9.9:5050/master/api/v1", "//10.0.0.2:9999/", "http://[bad", "/master/api/v1"]) {
  test(`a redirect to ${location} sends nothing there`, async () => {
    await using network = new Network();
    await network.http(one, answering(307, "", { location }));
    await network.http("10.9.9.9", replay(recorded("leader")));
    await network.http(two, replay(recorded("leader")), 9999);
    await assert.rejects(
      open(network, [one, two]).leader("lab"),
      codeOf("mesos-no-leader", /10\.0\.0\.1 redirects to/),
    );
  });
}

test("a connection that is reset in the middle is a silence, not an empty cluster", async () => {
  await using network = new Network();
  await network.listen(
    one,
    5050,
    createServer((socket) => socket.on("data", () => socket.resetAndDestroy())),
  );
  const seen = await look(open(network, [one]), "agents-registered", { expected: {} });
  assert.equal(seen.holds, "unknown");
  assert.match(seen.detail, /does not answer: connection reset/);
});

test("a stack without ports is not configured, and reads say what to add", async () => {
  await using network = new Network();
  const mesos = createMesos({ environment: environmentOf([one], false), world: network.world() });
  assert.equal((await look(mesos, "leader-elected")).holds, "not-configured");
  assert.deepEqual(await mesos.summary("lab"), { isConfigured: false, leader: null, masters: [], agents: null });
  await assert.rejects(
    mesos.leader("lab"),
    (error) => error instanceof OpsError && /masterPort, zookeeperPort/.test(error.next),
  );
});

test("a condition that nobody knows is a defect, not a no", async () => {
  await using network = new Network();
  await assert.rejects(look(open(network, [one]), "leader-erected"), /no condition leader-erected/);
});
