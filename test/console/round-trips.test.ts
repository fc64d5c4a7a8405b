import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { openSite } from "#src/console/site.ts";
import { see } from "#src/engine/procedure/see.ts";
import type { Address, World } from "#src/model/world.ts";
import { listen } from "#src/rehearsal/doors.ts";
import { serveWorld } from "#src/rehearsal/server.ts";
import type { Condition } from "#src/runbook.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import alibuild from "../../environments/alibuild.ts";
import { CheckMasters } from "../../runbooks/check-masters.ts";

/** One connection: how often this side spoke again after the other side had. */
interface Talk {
  readonly to: string;
  turns: number;
}

/** A rehearsed site, a console's systems in it without a connection yet, and what they say on the way. */
async function siteOf(t: TestContext) {
  const served = await serveWorld({ environment: alibuild });
  const home = mkdtempSync(join(tmpdir(), "trips-"));
  const talks: Talk[] = [];
  const servers: Server[] = [];
  const near = await joinRehearsal(served.port);
  const world: World = {
    ...near,
    connect: async (host, port) => await tapped(await near.connect(host, port), `${host}:${port}`, talks, servers),
  };
  const person = { ask: () => Promise.reject(new Error("nobody is asked")), show: () => {} };
  const { byName: systems, ssh } = openSite({ environment: alibuild, world, home, person });
  t.after(async () => {
    for (const system of systems.values()) system.close();
    ssh?.close();
    for (const server of servers) server.close();
    await served.close();
    rmSync(home, { recursive: true });
  });
  return {
    talks,
    look: async (conditions: readonly Condition[]) => await see(conditions, () => undefined, { systems }),
  };
}

async function tapped(to: Address, name: string, talks: Talk[], servers: Server[]): Promise<Address> {
  const server = createServer({ noDelay: true }, (near) => {
    const talk: Talk = { to: name, turns: 1 };
    talks.push(talk);
    let isTheirTurn = false;
    const far = connect({ ...to, noDelay: true });
    near.on("data", () => {
      if (isTheirTurn) talk.turns += 1;
      isTheirTurn = false;
    });
    far.on("data", () => {
      isTheirTurn = true;
    });
    pass(near, far);
    pass(far, near);
  });
  servers.push(server);
  return { host: "127.0.0.1", port: await listen(server) };
}

function pass(from: Socket, into: Socket): void {
  from.pipe(into);
  from.on("error", () => into.destroy()).on("close", () => into.destroy());
}

function conditions(): readonly Condition[] {
  return CheckMasters.steps({ environment: alibuild, args: [] }).flatMap((step) => step.conditions ?? []);
}

function connectionsTo(talks: readonly Talk[], port: number): Readonly<Record<string, number>> {
  const named = talks.filter(({ to }) => to.endsWith(`:${port}`)).map(({ to }) => to.split(".")[0] ?? "");
  return Object.fromEntries([...Map.groupBy(named.sort(), (host) => host)].map(([host, of]) => [host, of.length]));
}

test("all cells of the masters' checklist share a host's one connection, and one token", async (t) => {
  const { look, talks } = await siteOf(t);
  const seen = await look(conditions());
  assert.deepEqual([...new Set(seen.map(({ state }) => state.holds))], ["yes"]);
  assert.deepEqual(connectionsTo(talks, 22), { aiadm: 1, alimesos01: 1, alimesos02: 1, alimesos03: 1 });
  assert.deepEqual(connectionsTo(talks, 2181), { alimesos01: 1, alimesos02: 1, alimesos03: 1 });
  assert.deepEqual([connectionsTo(talks, 5000), connectionsTo(talks, 8774)], [{ keystone: 1 }, { nova: 1 }]);
});

/** TCP's handshake, SSH's (version, key exchange, service, key, signature), the session, the command. */
const roundTripsOfSsh = 9;
/** TCP's handshake and an answer, at Keystone and then at Nova. */
const roundTripsOfACloud = 4;
/** All masters at once, and no page waits for another. */
const roundTripsOfAMaster = 2;

for (const [name, atMost] of [
  ["ssh-works", roundTripsOfSsh],
  ["container-running", roundTripsOfSsh],
  ["pings", roundTripsOfSsh],
  ["report-clean", roundTripsOfSsh],
  ["server-active", roundTripsOfACloud],
] as const) {
  test(`${name} takes ${atMost} round trips at most`, async (t) => {
    const { look, talks } = await siteOf(t);
    await look(
      conditions()
        .filter((condition) => condition.name === name)
        .slice(0, 1),
    );
    const trips = talks.reduce((sum, { turns }) => sum + 1 + turns, 0);
    assert.ok(trips <= atMost, `${trips}`);
  });
}

test("a master's health takes the round trips of one page", async (t) => {
  const { look, talks } = await siteOf(t);
  await look(conditions().filter(({ name }) => name === "quorum-complete"));
  assert.deepEqual([...new Set(talks.map(({ turns }) => 1 + turns))], [roundTripsOfAMaster]);
});
