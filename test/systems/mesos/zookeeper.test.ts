import assert from "node:assert/strict";
import { createServer } from "node:net";
import test from "node:test";
import type { Limits } from "#src/systems/mesos/limits.ts";
import { look, open } from "./look.ts";
import { Network } from "./network.ts";
import { hosts, replayLeader } from "./replay.ts";

const notAllowed = "is not executed because it is not in the whitelist.\n";
const notServing = "This ZooKeeper instance is not currently serving requests\n";

/** Answers as ZooKeeper 3.8 does. */
function server(mode: string, allowsMonitor = true) {
  return (word: string): string => {
    if (word === "mntr") return allowsMonitor ? `zk_version\t3.8.4\nzk_server_state\t${mode}\n` : `mntr ${notAllowed}`;
    return `Zookeeper version: 3.8.4\nZxid: 0x1\nMode: ${mode}\nNode count: 5\n`;
  };
}

async function masters(network: Network, words: readonly ((word: string) => string)[], limits: Partial<Limits> = {}) {
  await replayLeader(network);
  for (const [index, answer] of words.entries()) await network.zookeeper(hosts[index] ?? "", answer);
  return open(network, hosts, limits);
}

test("masters are healthy when they lead or follow in sync, in ZooKeeper and among themselves", async () => {
  await using network = new Network();
  const mesos = await masters(network, [server("follower"), server("leader"), server("follower", false)]);
  assert.deepEqual(await look(mesos, "masters-healthy", { atLeast: 3 }), {
    holds: "yes",
    detail:
      "3 of 3 masters are healthy, 3 needed: 10.0.0.1 leads; ZooKeeper follower, " +
      "10.0.0.2 follows 10.0.0.1; ZooKeeper leader, 10.0.0.3 follows 10.0.0.1; ZooKeeper follower",
    progress: { done: 3, total: 3 },
  });
  assert.equal((await look(mesos, "master-leads", { address: hosts[0] })).holds, "yes");
  assert.equal((await look(mesos, "master-leads", { address: hosts[1] })).holds, "no");
});

for (const [what, answer, detail] of [
  ["does not serve", () => notServing, /ZooKeeper: This ZooKeeper instance is not currently serving requests/],
  [
    "is only allowed srvr and does not serve",
    (w: string) => (w === "mntr" ? `mntr ${notAllowed}` : notServing),
    /not currently/,
  ],
  [
    "is still catching up",
    () => "zk_server_state\tfollower\nzk_peer_state\tfollowing - synchronization\n",
    /not in sync yet/,
  ],
  ["says nothing", () => "", /closed the connection without a word/],
  ["talks without end", () => "x".repeat(100_000), /more than 64 KiB of answer/],
  ["observes", server("observer"), /ZooKeeper is observer/],
] as const) {
  test(`a master whose ZooKeeper ${what} has not joined`, async () => {
    await using network = new Network();
    const mesos = await masters(network, [server("leader"), answer, server("follower")]);
    const seen = await look(mesos, "master-joined", { address: hosts[1] });
    assert.equal(seen.holds, "no");
    assert.match(seen.detail, detail);
    assert.equal((await look(mesos, "masters-healthy", { except: hosts[2], atLeast: 2 })).holds, "no");
    assert.equal((await look(mesos, "masters-healthy", { except: hosts[1], atLeast: 2 })).holds, "yes");
  });
}

test("a ZooKeeper that accepts and stays silent is unreachable, in bounded time", async () => {
  await using network = new Network();
  const mesos = await masters(network, [], { connectWithinMs: 1_000 });
  await network.listen(
    hosts[1],
    2181,
    createServer(() => undefined),
  );
  assert.match((await look(mesos, "master-joined", { address: hosts[1] })).detail, /ZooKeeper: no answer in time/);
});

test("a master without ZooKeeper beside it has not joined", async () => {
  await using network = new Network();
  const mesos = await masters(network, []);
  const seen = await look(mesos, "master-joined", { address: hosts[0] });
  assert.deepEqual(seen, { holds: "no", detail: "10.0.0.1 leads; ZooKeeper: connection refused" });
});
