import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import test from "node:test";
import { look, open } from "./look.ts";
import { Network } from "./network.ts";

const [one, two] = ["10.0.0.1", "10.0.0.2"] as const;
const now = Date.UTC(2026, 10, 20, 8);

/** A master of before 1.0: no operator API, `slave` for agent. `electedSecondsAgo`: of the leader. */
function oldMaster(self: string, electedSecondsAgo: number, slaves: readonly object[] = [oldSlave]): RequestListener {
  const state = {
    ...{ version: "0.28.2", id: "20260101-1", hostname: one, pid: `master@${self}:5050`, leader: `master@${one}:5050` },
    ...{ elected_time: now / 1000 - electedSecondsAgo, slaves, frameworks: [{ id: "f", tasks: [oldTask] }] },
  };
  const pages: Readonly<Record<string, object>> = { "/version": { version: "0.28.2" }, "/master/state": state };
  return (request, response) => {
    response.setHeader("date", new Date(now).toUTCString());
    const page = pages[request.url ?? ""];
    if (request.url === "/master/redirect") response.writeHead(307, { location: `//${one}:5050` }).end();
    else if (page) response.end(JSON.stringify(page));
    else response.writeHead(404).end();
  };
}

const oldTask = { id: "t1", name: "web", slave_id: "S1", framework_id: "f", state: "TASK_RUNNING" };
const oldSlave = {
  ...{
    id: "S1",
    hostname: "host1.example",
    pid: "slave(1)@10.0.1.1:5051",
    active: true,
    registered_time: 1_795_000_000,
  },
  ...{ attributes: { "slave-type": "mesos-fixed" }, used_resources: { cpus: 1, mem: 64 } },
};

async function oldCluster(network: Network, electedSecondsAgo: number, slaves?: readonly object[]) {
  await network.http(one, oldMaster(one, electedSecondsAgo, slaves));
  await network.http(two, oldMaster(two, electedSecondsAgo, slaves));
  return open(network, [two, one]);
}

test("a cluster older than 1.0 is read through its state", async () => {
  await using network = new Network();
  const mesos = await oldCluster(network, 3600);
  const leader = await mesos.leader("lab");
  assert.deepEqual([leader.host, leader.version, leader.protocol], [one, "0.28.2", "legacy"]);
  const [agent] = await mesos.agents("lab");
  assert.deepEqual([agent?.hostname, agent?.address, agent?.isDeactivated], ["host1.example", "10.0.1.1", false]);
  assert.deepEqual(
    (await mesos.tasks("lab", "S1")).map(({ name }) => name),
    ["web"],
  );
  assert.equal((await look(mesos, "tasks-ended", { address: "10.0.1.1" })).holds, "no");
});

test("an old leader that may still be recovering is not believed to have no agents", async () => {
  await using network = new Network();
  const mesos = await oldCluster(network, 5, []);
  const seen = await look(mesos, "agents-registered", { expected: { "mesos-fixed": 1 } });
  assert.equal(seen.holds, "unknown");
  assert.match(seen.detail, /10\.0\.0\.1 \(0\.28\.2\) is not proven to lead: it was elected too recently/);
});
