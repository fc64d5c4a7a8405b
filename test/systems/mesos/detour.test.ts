import assert from "node:assert/strict";
import test from "node:test";
import type { Address, World } from "#src/model/world.ts";
import { createMesos } from "#src/systems/mesos/index.ts";
import alibuild from "../../../environments/alibuild.ts";
import { Network } from "./network.ts";
import { agentChange, openPlace, Performed } from "./place.ts";

const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

/** The place from a machine that reaches none of it, with a gateway that does; `opened`: its tunnels. */
async function fromOutside(network: Network, forward?: (target: Address) => Promise<Address>) {
  const place = await openPlace(network);
  const inside = network.world(() => place.yard.now());
  const tried: string[] = [];
  const opened: string[] = [];
  const connect = async (host: string) => {
    tried.push(host);
    throw refused;
  };
  const open = async (target: Address) => {
    opened.push(`${target.host}:${target.port}`);
    return await (forward ?? ((to) => inside.connect(to.host, to.port)))(target);
  };
  const world: World = { ...inside, connect };
  const mesos = createMesos({ environment: alibuild, world, forward: open });
  const look = (name: string, parameters = {}) =>
    mesos.holds({ system: "mesos", name, stack: "masters", parameters, what: name, withinSeconds: 1 });
  return { ...place, mesos, look, tried, opened };
}

test("where this machine reaches no master, the gateway does, and that is remembered", async () => {
  await using network = new Network();
  const { look, tried, opened } = await fromOutside(network);
  assert.equal((await look("quorum-complete", { count: 3 })).holds, "yes");
  assert.ok(opened.includes("alimesos02.cern.ch:2181"));
  tried.length = 0;
  await Promise.all([look("quorum-complete", { count: 3 }), look("agent-registered", { host: "alibuild07" })]);
  assert.deepEqual(tried, []);
});

test("a change is sent once by way of the gateway", async () => {
  await using network = new Network();
  const { mesos, changing } = await fromOutside(network);
  await mesos.apply(agentChange("alibuild07", { offers: "none" }), new Performed());
  assert.deepEqual(changing, ["DEACTIVATE_AGENT"]);
});

test("where neither way leads to a master, both are told", async () => {
  await using network = new Network();
  const { look } = await fromOutside(network, async () => {
    throw new Error("ssh: no ticket");
  });
  const seen = await look("agent-registered", { host: "alibuild07" });
  assert.equal(seen.holds, "unknown");
  assert.match(seen.detail, /directly: connection refused; through the gateway: ssh: no ticket/);
});

test("one master that refuses while others answer is down: the gateway is not asked about it", async () => {
  await using network = new Network();
  const opened: string[] = [];
  const forward = async (target: Address) => {
    opened.push(target.host);
    throw refused;
  };
  const { yard, ensemble, look } = await openPlace(network, { forward });
  await look("quorum-complete", { count: 3 });
  yard.stop("alimesos03");
  ensemble.look();
  yard.pass(30);
  assert.equal((await look("master-joined", { host: "alimesos03" })).holds, "no");
  assert.deepEqual(opened, []);
});
