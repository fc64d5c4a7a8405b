import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import type { OpenStackEnvironment } from "#src/model/environment.ts";
import { serveWorld } from "#src/rehearsal/server.ts";
import { createOpenStack } from "#src/systems/openstack/index.ts";
import { createSsh } from "#src/systems/ssh/index.ts";
import { openReal } from "#src/world/real.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import alibuild from "../../../environments/alibuild.ts";
import { effectsFor, newMemory } from "./effects.ts";
import { changeOf, newSightings, resource } from "./place.ts";

const { gateway: _, ...alone } = alibuild;
/** Without a gateway, and by OpenStack's own calls. */
const plain: OpenStackEnvironment = { ...alone, openstack: { ...alone.openstack, provisioner: "openstack" } };
const puppetCa = { host: "puppetca.cern.ch" };

/** What `desired` does to a host of the rehearsed project: what was noted beforehand, sent and said. */
async function doneIn(
  t: TestContext,
  environment: OpenStackEnvironment,
  name: string,
  desired: { readonly do: string },
) {
  const served = await serveWorld({ environment });
  const world = await joinRehearsal(served.port);
  const home = mkdtempSync(join(tmpdir(), "certificate-"));
  const { domain, hostUser: user, gateway } = environment;
  const ssh = createSsh({ world, home, domain, user, ...(gateway && { gateway: gateway.host }) });
  const system = createOpenStack({ environment, world, ssh, sightings: newSightings() });
  t.after(async () => {
    system.close();
    ssh.close();
    await served.close();
    rmSync(home, { recursive: true });
  });
  const wanted = resource("server", name, desired);
  const { drafts, notes } = system.diff(wanted, await system.observe([wanted]));
  const memory = newMemory({ pauseMs: 5_000, clock: world.clock });
  for (const draft of drafts) await system.apply(changeOf(draft), effectsFor(changeOf(draft), memory));
  const commands = served.world.requests.since(0).filter(({ service }) => service === "ssh");
  return { notes, sent: memory.sent, lines: memory.lines, commands: commands.map(({ action }) => action) };
}

const rebuild = { do: "rebuild" };
const cleaned = (host: string, name: string) => [`${host}: puppetserver ca clean --certname ${name}.cern.ch`];

test("the old certificate is cleared where the environment says, before the rebuild", async (t) => {
  const { notes, sent, commands } = await doneIn(t, { ...plain, puppetCa }, "alibuild07", rebuild);
  assert.deepEqual([notes, sent], [[], ["clear-certificate", "history", "rebuild"]]);
  assert.deepEqual(commands, cleaned("puppetca", "alibuild07"));
});

test("where it says nothing of that, on the gateway", async (t) => {
  const withGateway = { ...plain, gateway: alibuild.gateway };
  const { notes, commands } = await doneIn(t, withGateway, "alibuild07", rebuild);
  assert.deepEqual(notes, []);
  assert.match(commands.join(), /^aiadm8[12]: puppetserver ca clean --certname alibuild07\.cern\.ch$/);
});

test("with neither, the plan says beforehand what is to be done by hand", async (t) => {
  const { notes, sent, lines } = await doneIn(t, plain, "alibuild07", rebuild);
  const [note = ""] = notes;
  assert.match(note, /Puppet will refuse the new installation until somebody runs puppetserver ca clean --certname/);
  assert.match(note, /alibuild07\.cern\.ch on the CA$/);
  assert.deepEqual([sent, lines[0]], [["history", "rebuild"], note]);
});

test("a host under an old name has no old certificate either", async (t) => {
  const { sent, commands } = await doneIn(t, { ...plain, puppetCa }, "alibuild21", { do: "create" });
  assert.deepEqual(sent, ["create-volume", "clear-certificate", "create-server"]);
  assert.deepEqual(commands, cleaned("puppetca", "alibuild21"));
});

test("with CERN's wrappers nothing is noted: they stage certificates themselves", () => {
  const system = createOpenStack({
    environment: { ...alone, openstack: { ...alone.openstack, provisioner: "cern" } },
    world: openReal("test"),
    sightings: newSightings(),
  });
  assert.deepEqual(system.diff(resource("server", "alibuild21", { do: "create" }), []).notes, []);
});
