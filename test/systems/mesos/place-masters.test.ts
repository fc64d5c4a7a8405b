import assert from "node:assert/strict";
import { createServer } from "node:net";
import test from "node:test";
import { Network } from "./network.ts";
import { masters, openPlace } from "./place.ts";

const [one, two, three] = ["alimesos01", "alimesos02", "alimesos03"] as const;

test("three healthy masters: who leads, who follows, and that the quorum is complete", async () => {
  await using network = new Network();
  const { look } = await openPlace(network);
  const leads = await Promise.all([one, two, three].map((host) => look("master-leads", { host })));
  const leader = leads.findIndex(({ holds }) => holds === "yes");
  assert.equal(leads.filter(({ holds }) => holds === "yes").length, 1);
  const another = await Promise.all([one, two, three].map((host) => look("another-leads", { host })));
  assert.deepEqual(
    another.map(({ holds }) => holds),
    leads.map(({ holds }) => (holds === "yes" ? "no" : "yes")),
  );
  for (const host of [one, "ALIMESOS02.CERN.CH", three]) {
    assert.equal((await look("master-joined", { host })).holds, "yes");
    assert.match((await look("zookeeper-serves", { host })).detail, /^ZooKeeper (leader|follower)$/);
    assert.equal((await look("registry-recovered", { host })).holds, "yes");
    assert.equal((await look("serves-nothing", { host })).holds, "no");
  }
  const recovered = await look("registry-recovered", { host: [one, two, three][leader] ?? "" });
  assert.equal(recovered.detail, "it leads, its registry has recovered");
  assert.equal((await look("quorum-complete", { count: 3 })).holds, "yes");
  assert.equal((await look("masters-healthy", { except: two, atLeast: 2 })).holds, "yes");
});

test("a master that is down serves nothing, and the quorum is not complete", async () => {
  await using network = new Network();
  const { yard, ensemble, look } = await openPlace(network);
  yard.stop(three);
  ensemble.look();
  yard.pass(30);
  assert.equal((await look("serves-nothing", { host: three })).holds, "yes");
  for (const name of ["master-joined", "zookeeper-serves", "registry-recovered"])
    assert.equal((await look(name, { host: three })).holds, "no", name);
  const quorum = await look("quorum-complete", { count: 3 });
  assert.deepEqual([quorum.holds, quorum.progress], ["no", { done: 2, total: 3 }]);
  assert.match(quorum.detail, /alimesos03\.cern\.ch mesos-master: connection refused; ZooKeeper: connection refused/);
  assert.equal((await look("masters-healthy", { except: two, atLeast: 2 })).holds, "no");
  assert.equal((await look("masters-healthy", { except: three, atLeast: 2 })).holds, "yes");
});

test("with two masters down the third serves nothing: it says so itself", async () => {
  await using network = new Network();
  const { yard, ensemble, look } = await openPlace(network);
  for (const host of [one, two]) yard.stop(host);
  ensemble.look();
  yard.pass(60);
  assert.equal((await look("serves-nothing", { host: three })).holds, "yes");
  assert.equal((await look("leader-elected")).holds, "no");
  assert.equal((await look("another-leads", { host: one })).holds, "unknown");
});

test("masters that all refuse may be behind a firewall: nothing is proved of any", async () => {
  await using network = new Network();
  const { yard, ensemble, look } = await openPlace(network);
  for (const host of [one, two, three]) yard.stop(host);
  ensemble.look();
  for (const name of ["serves-nothing", "zookeeper-serves", "master-joined", "registry-recovered"])
    assert.equal((await look(name, { host: one })).holds, "unknown", name);
  assert.equal((await look("masters-healthy", { except: one, atLeast: 2 })).holds, "no");
});

test("a silent master is not proved to serve nothing", async () => {
  await using network = new Network();
  const limits = { connectWithinMs: 300, answerWithinMs: 300 };
  const { look } = await openPlace(network, { limits });
  for (const port of [5050, 2181])
    await network.listen(
      `${three}.cern.ch`,
      port,
      createServer(() => undefined),
    );
  const [serves, zookeeper, registry] = await Promise.all(
    ["serves-nothing", "zookeeper-serves", "registry-recovered"].map((name) => look(name, { host: three })),
  );
  assert.deepEqual([serves?.holds, zookeeper?.holds, registry?.holds], ["unknown", "unknown", "unknown"]);
});

test("what is no master is not known, and never counts as one that may be missed", async () => {
  await using network = new Network();
  const { look } = await openPlace(network);
  for (const name of ["master-joined", "master-leads", "serves-nothing", "zookeeper-serves"])
    assert.equal((await look(name, { host: "alibuild07" })).holds, "unknown", name);
  assert.equal((await look("masters-healthy", { except: "alimesos04", atLeast: 2 })).holds, "unknown");
});

test("a whole checklist asks each master once for each page", async () => {
  await using network = new Network();
  const { look, paths } = await openPlace(network);
  paths.length = 0;
  const names = ["zookeeper-serves", "master-joined", "registry-recovered", "master-leads"];
  const cells = [one, two, three].flatMap((host) => names.map((name) => look(name, { host })));
  await Promise.all([...cells, look("quorum-complete", { count: 3 }), look("leader-elected")]);
  const counts = Map.groupBy(paths, (path) => path);
  assert.equal(counts.get("/metrics/snapshot")?.length, masters.length);
  assert.equal(counts.get("/version")?.length, masters.length);
});
