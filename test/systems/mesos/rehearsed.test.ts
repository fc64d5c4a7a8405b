import assert from "node:assert/strict";
import test from "node:test";
import { createEnsemble } from "#src/rehearsal/mesos/index.ts";
import { createMesos } from "#src/systems/mesos/index.ts";
import { Hall } from "../../rehearsal/mesos/machines.ts";
import { look } from "./look.ts";
import { environmentOf, Network } from "./network.ts";
import { hosts } from "./replay.ts";

const four = { expected: { "mesos-fixed": 2, "mesos-spot": 2 } };

/** A rehearsed cluster behind real sockets. */
async function begin(network: Network, faults: readonly string[] = []) {
  const hall = Hall.cluster(1, faults);
  const ensemble = createEnsemble(hall);
  await network.ensemble(ensemble, hosts);
  ensemble.look();
  return { hall, ensemble, mesos: createMesos({ environment: environmentOf(hosts), world: network.world() }) };
}

test("a cluster that comes up and fails over is never seen without agents once it had them", async () => {
  await using network = new Network();
  const { hall, mesos } = await begin(network, ["master-fails-over"]);
  const shown: string[] = [];
  for (let seconds = 0; seconds <= 90; seconds += 0.5) {
    const { holds, detail, progress } = await look(mesos, "agents-registered", four);
    const isWaitingForThem = detail.includes("not back since the failover");
    const counted = progress ? (progress.done > 0 ? "some" : isWaitingForThem ? "to come back" : "none") : "unseen";
    const leader = await look(mesos, "leader-elected");
    const now = `leader ${leader.holds}, agents ${holds} ${counted}`;
    if (shown.at(-1) !== now) shown.push(now);
    hall.pass(0.5);
  }
  assert.deepEqual(shown, [
    "leader no, agents unknown unseen",
    "leader yes, agents no none",
    "leader yes, agents no some",
    "leader yes, agents yes some",
    "leader no, agents unknown unseen",
    "leader yes, agents no to come back",
    "leader yes, agents no some",
    "leader yes, agents yes some",
  ]);
});

test("a master that is replaced is joined again only once it follows in sync", async () => {
  await using network = new Network();
  const { hall, ensemble, mesos } = await begin(network);
  hall.pass(40);
  ensemble.look();
  hall.stop("i-m3");
  const joined = () => look(mesos, "master-joined", { address: hosts[2] });
  const others = () => look(mesos, "masters-healthy", { except: hosts[2], atLeast: 2 });
  assert.match((await joined()).detail, /connection refused/);
  assert.equal((await others()).holds, "yes");
  hall.pass(60);
  hall.startMaster("i-m4", hosts[2], "1.11.1");
  assert.equal((await joined()).holds, "no");
  hall.pass(4);
  assert.deepEqual(await joined(), { holds: "yes", detail: "10.0.0.3 follows 10.0.0.1; ZooKeeper follower" });
});

test("the summary tells leader, masters and agents by type", async () => {
  await using network = new Network();
  const { hall, mesos } = await begin(network);
  hall.pass(40);
  const { leader, agents, masters } = await mesos.summary("lab");
  assert.deepEqual(leader, { address: hosts[0], version: "1.11.0", electedAt: "2026-11-20T00:00:10.000Z" });
  const two = { active: 2, deactivated: 0, notBack: 0, versions: ["1.11.0"] };
  assert.deepEqual(agents, { "mesos-fixed": two, "mesos-spot": two });
  assert.ok(Array.isArray(masters) && masters.length === 3);
});

test("the summary of a cluster without a leader says why, and knows no agents", async () => {
  await using network = new Network();
  const { mesos } = await begin(network);
  const { leader, agents, why } = await mesos.summary("lab");
  assert.deepEqual([leader, agents], [null, null]);
  assert.match(String(why), /10\.0\.0\.1 answers 503.*: No leader elected/);
});
