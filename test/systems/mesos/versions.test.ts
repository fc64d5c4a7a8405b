import assert from "node:assert/strict";
import test from "node:test";
import { NotDone } from "#src/model/error.ts";
import type { Change } from "#src/model/plan.ts";
import { createEnsemble, isMutating } from "#src/rehearsal/mesos/index.ts";
import { Hall } from "../../rehearsal/mesos/machines.ts";
import { look, open } from "./look.ts";
import { Network } from "./network.ts";
import { Performed } from "./place.ts";
import { hosts } from "./replay.ts";

const first = "ip-10-0-1-1.ec2.internal";

/** A rehearsed cluster of 1.11.0 whose agents are registered. */
async function cluster(network: Network) {
  const hall = Hall.cluster();
  const ensemble = createEnsemble(hall);
  const changing: string[] = [];
  await network.ensemble(ensemble, hosts, (method, path, body) => {
    if (isMutating(method, path, body)) changing.push(JSON.parse(body).type);
  });
  ensemble.look();
  hall.pass(40);
  return { hall, ensemble, changing, mesos: open(network, hosts) };
}

function change(kind: string, name: string, after: Change["after"] = {}): Change {
  return {
    ...{ id: `act ${kind}/${name}`, action: "act", system: "mesos", kind, name, stack: "lab", role: "agent" },
    ...{ risk: "safe", because: "a test", after, needs: [], targets: [], asksByItself: false, waits: [] },
  };
}

test("which version everybody runs is counted, and those that run another are named", async () => {
  await using network = new Network();
  const { hall, ensemble, mesos } = await cluster(network);
  const all = await look(mesos, "runs-version", { version: "1.11.0" });
  assert.deepEqual(all, {
    ...{ holds: "yes", detail: "7 of 7 run 1.11.0", progress: { done: 7, total: 7 } },
    value: { masters: { "1.11.0": 3 }, agents: { "1.11.0": 4 } },
  });
  const other = await look(mesos, "runs-version", { version: "1.11.1" });
  assert.equal(other.holds, "no");
  assert.equal(other.next, 'MesosCluster.create!("lab")');

  hall.stop("i-m3");
  ensemble.look();
  hall.pass(20);
  const without = await look(mesos, "runs-version", { version: "1.11.0" });
  assert.equal(without.holds, "unknown", "one does not tell");
  assert.equal(without.detail, "6 of 7 run 1.11.0; mesos-master (does not tell): 10.0.0.3");
});

test("where only fixed agents lag behind, the way is to name them", async () => {
  await using network = new Network();
  const { hall, ensemble, mesos } = await cluster(network);
  for (const id of ["i-a11", "i-a12", "i-m2", "i-m3"]) hall.stop(id);
  hall.startMaster("i-n2", "10.0.0.2", "1.11.1");
  hall.startMaster("i-n3", "10.0.0.3", "1.11.1");
  ensemble.look();
  hall.pass(100);
  hall.stop("i-m1");
  hall.startMaster("i-n1", "10.0.0.1", "1.11.1");
  ensemble.look();
  hall.pass(100);
  const { holds, detail, next } = await look(mesos, "runs-version", { version: "1.11.1" });
  assert.equal(holds, "no");
  assert.equal(detail, `3 of 5 run 1.11.1; mesos-fixed 1.11.0: ${first}, ip-10-0-1-2.ec2.internal`);
  assert.equal(next, `MesosFixed.replace!("lab", "${first}", "ip-10-0-1-2.ec2.internal")`);
});

test("newer agents are named, but for those that go before", async () => {
  await using network = new Network();
  const { mesos } = await cluster(network);
  assert.equal((await look(mesos, "none-newer", { version: "1.11.0" })).holds, "yes");
  const newer = await look(mesos, "none-newer", { version: "1.9.0", except: [first.toUpperCase(), "10.0.1.2"] });
  assert.equal(newer.holds, "no");
  assert.match(newer.detail, /^newer than 1\.9\.0; mesos-spot 1\.11\.0: ip-10-0-1-11\.ec2\.internal, ip-10-0-1-12/);
  const all = [first, "ip-10-0-1-2", "ip-10-0-1-11", "ip-10-0-1-12"];
  assert.equal((await look(mesos, "none-newer", { version: "1.9.0", except: all })).holds, "yes");
});

test("a deactivated agent is told with the way back, also when only the registry knows of it any more", async () => {
  await using network = new Network();
  const { hall, ensemble, mesos } = await cluster(network);
  assert.equal((await look(mesos, "none-draining")).holds, "yes");
  await mesos.apply(change("agent", first, { offers: "none" }), new Performed());
  const stopped = await look(mesos, "none-draining");
  assert.deepEqual([stopped.holds, stopped.detail], ["no", `deactivated: ${first}`]);
  assert.equal(stopped.next, `MesosCluster.uncordon!("lab", "${first}"), or replace them`);
  assert.equal((await look(mesos, "none-draining", { except: [first] })).holds, "yes");

  hall.stop("i-a01");
  ensemble.look();
  hall.pass(100);
  const away = await look(mesos, "none-draining");
  assert.match(away.detail, /^deactivated and not there any more: [\w-]+-S\d$/);
  assert.match(away.next ?? "", /MARK_AGENT_GONE/);
});

test("before 1.9 no master recovers a registry that was drained once, until the last agent is reactivated", async () => {
  await using network = new Network();
  const { mesos } = await cluster(network);
  const [first, second] = ["ip-10-0-1-1", "ip-10-0-1-2"];
  await mesos.apply(change("agent", first, { offers: "none" }), new Performed());
  await mesos.apply(change("gone-agent", first), new Performed());
  assert.equal((await look(mesos, "none-draining", { version: "1.9.0" })).holds, "yes");
  const refused = await look(mesos, "none-draining", { version: "1.8.1" });
  assert.deepEqual([refused.holds, /AGENT_DRAINING/.test(refused.detail)], ["no", true]);
  for (const offers of ["none", "all"]) await mesos.apply(change("agent", second, { offers }), new Performed());
  assert.equal((await look(mesos, "none-draining", { version: "1.8.1" })).holds, "yes");
});

test("an agent is marked gone when it is deactivated and without tasks; repeated, it sends nothing", async () => {
  await using network = new Network();
  const { mesos, changing } = await cluster(network);
  await assert.rejects(mesos.apply(change("gone-agent", first), new Performed()), (error: unknown) => {
    return error instanceof NotDone && /it is offered/.test(error.why);
  });
  await mesos.apply(change("agent", first, { offers: "none" }), new Performed());
  for (const effects of [new Performed(), new Performed()]) await mesos.apply(change("gone-agent", first), effects);
  assert.deepEqual(changing, ["DEACTIVATE_AGENT", "MARK_AGENT_GONE"]);
  const { length } = await mesos.agents("lab");
  assert.equal(length, 3);
});
