import assert from "node:assert/strict";
import test from "node:test";
import type { Fields } from "#src/model/json.ts";
import { rehearsed } from "./rehearsed.ts";
import { changeOf, draftOf, environment, Journal, look } from "./stage.ts";

const host = "alimesos02";

test("a master that is well passes every look, and a ticket lives", async (t) => {
  const { hosts, foreman, cern, site } = await rehearsed(t);
  const looks: readonly (readonly [string, Fields])[] = [
    ["pings", {}],
    ["ssh-works", {}],
    ["host-key-known", {}],
    ...environment.masters.containers.map((container) => ["container-running", { container }] as const),
    ["disk-free", { atLeastPercent: 10 }],
    ["clock-in-step", { atMostSeconds: 2 }],
    ["boot-id", {}],
  ];
  const seen = await Promise.all(looks.map(([name, parameters]) => look(hosts, name, { host, ...parameters })));
  seen.push(await look(foreman, "report-clean", { host, withinSeconds: 7200 }));
  seen.push(await look(cern, "ticket-lives", { seconds: 7200 }));
  for (const state of seen) assert.equal(state.holds, "yes", state.detail);
  for (const row of await cern.checkAccess()) assert.equal(row.result, "pass", row.evidence);
  assert.deepEqual(
    site.requests.since(0).filter((request) => request.isMutating),
    [],
  );
});

test("what ails a master is seen", async (t) => {
  const { hosts } = await rehearsed(t, "container-missing", "clock-skewed", "host-key-changed");
  const missing = await look(hosts, "container-running", { host: "alimesos02", container: "zookeeper" });
  const key = await look(hosts, "host-key-known", { host: "alimesos02" });
  assert.equal(key.holds, "no");
  assert.match(key.detail, /ANOTHER key than the known one/);
  // Behind another key nothing is looked at.
  assert.equal(missing.holds, "unknown");
});

test("a rebuilt agent is brought back: key, puppet, image", async (t) => {
  const { hosts, provisioner, world, site, foreman } = await rehearsed(t, "puppet-fails-twice");
  const agent = site.servers.byName("alibuild07");
  assert.ok(agent);
  const journal = new Journal(world.clock);
  const before = await look(hosts, "boot-id", { host: "alibuild07" });
  const image = { imageOption: "cc7", imageProperties: {} };
  const server = { id: agent.id, name: "alibuild07", fullName: "alibuild07.cern.ch" };
  await provisioner.rebuild(server, image, journal);
  assert.match(journal.lines.join("\n"), /Rebuild of server .* accepted/);
  await world.clock.sleep(3600_000);
  const key = await look(hosts, "host-key-known", { host: "alibuild07" });
  assert.deepEqual([key.holds, /shows the same fingerprint/.test(key.detail)], ["no", true], key.detail);
  const act = async (kind: string, desired: Fields, over = new Journal(world.clock)) =>
    hosts.apply(changeOf(draftOf(hosts, kind, "alibuild07", desired)), over);
  const seen = new Journal(world.clock, { key: key.value ?? null });
  await act("host-key", { do: "accept", evidence: "key" }, seen);
  const after = await look(hosts, "booted-anew", { host: "alibuild07", before: before.value ?? null });
  assert.equal(after.holds, "yes", after.detail);
  await assert.rejects(act("puppet", { do: "run" }), { code: "puppet-errors", why: /Service\[docker\]/ });
  assert.equal((await look(foreman, "report-clean", { host: "alibuild07", withinSeconds: 7200 })).holds, "no");
  await assert.rejects(act("puppet", { do: "run" }), { code: "puppet-errors" });
  await act("puppet", { do: "run" });
  await act("image", { do: "pull", image: environment.agents.builderImage });
  assert.equal((await look(foreman, "report-clean", { host: "alibuild07", withinSeconds: 7200 })).holds, "yes");
});

test("a kill that stops half-way: the server is gone, its record is found", async (t) => {
  const { provisioner, site, world, foreman } = await rehearsed(t, "kill-stops-half-way");
  const agent = site.servers.byName("alibuild13");
  assert.ok(agent);
  const journal = new Journal(world.clock);
  await provisioner.remove({ id: agent.id, name: "alibuild13", fullName: "alibuild13.cern.ch" }, journal);
  assert.match(journal.lines.join("\n"), /its record in Foreman could not be, and remains\ndelete the host in Foreman/);
  const left = await look(foreman, "record-gone", { host: "alibuild13" });
  assert.deepEqual([left.holds, /is left$/.test(left.detail)], ["no", true]);
});

test("a gateway that goes away under ai-rebuild-vm is waited for, then a doubt; nothing is sent twice", async (t) => {
  const { provisioner, site, world } = await rehearsed(t, "gateway-gone");
  const agent = site.servers.byName("alibuild07");
  assert.ok(agent);
  const server = { id: agent.id, name: "alibuild07", fullName: "alibuild07.cern.ch" };
  const image = { imageOption: "cc7", imageProperties: {} };
  const journal = new Journal(world.clock);
  const doubt = /in doubt: ai-rebuild-vm began on aiadm81\.cern\.ch and is gone .* Rebuild of server .* accepted$/;
  await assert.rejects(provisioner.rebuild(server, image, journal), doubt);
  await world.clock.sleep(1200_000);
  await assert.rejects(provisioner.rebuild(server, image, journal), doubt);
  const sent = site.requests.since(0).filter(({ action, isMutating }) => isMutating && action.includes("ai-rebuild"));
  assert.equal(sent.length, 1);
});
