import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import type { World } from "#src/model/world.ts";
import { destinationOf, hopOf } from "#src/systems/ssh/destination.ts";
import { OperatorSettings } from "#src/systems/ssh/settings.ts";

const world: World = {
  kind: "real",
  id: "real",
  clock: { now: () => 0, sleep: async () => {} },
  random: () => "",
  connect: async (host, port) => ({ host, port }),
};

/** An operator's home with an `.ssh/config`. */
function homeWith(t: TestContext, config: string): string {
  const home = mkdtempSync(join(tmpdir(), "home-"));
  t.after(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, ".ssh", "more"), { recursive: true });
  writeFileSync(join(home, ".ssh", "config"), config);
  return home;
}

/** Of such a home. */
const settingsIn = (home: string) => {
  const settings = new OperatorSettings(join(home, ".ssh"));
  return async (name: string) => settings.of(name);
};

const cern = `
Include more/*.conf
Host aiadm*
  User jane
  GSSAPIAuthentication yes
Host alibuild07
  Port 2222
Host *.cern.ch
  User everywhere
  ProxyJump jane@lxtunnel.cern.ch:22,inner
  IdentityFile ~/.ssh/cern
Host inner
  HostName inner.example
  User inside
`;

test("the operator's settings are followed, included ones too", (t) => {
  const home = homeWith(t, cern);
  const folder = join(home, ".ssh");
  writeFileSync(join(folder, "more", "first.conf"), "Host *.cern.ch\n  HostKeyAlias alias\n  IdentitiesOnly yes\n");
  assert.deepEqual(new OperatorSettings(folder).of("alibuild07.cern.ch"), {
    user: "everywhere",
    port: 2222,
    hostKeyAlias: "alias",
    identityFiles: [join(folder, "cern")],
    identitiesOnly: true,
    jumps: ["jane@lxtunnel.cern.ch:22", "inner"],
  });
  assert.equal(new OperatorSettings(folder).of("aiadm81.cern.ch").needsSystem, "GSSAPIAuthentication (Kerberos)");
});

test("on hosts the environment's user counts, on the gateway and its nodes the operator's", async (t) => {
  const options = {
    world,
    domain: "cern.ch",
    user: "root",
    gateway: "aiadm.cern.ch",
    settingsOf: settingsIn(homeWith(t, cern)),
  };
  const user = async (host: string) => (await destinationOf(host, options)).user;
  assert.deepEqual(
    [await user("alibuild07"), await user("AIADM.cern.ch"), await user("aiadm81"), await user("aiadmin.cern.ch")],
    ["root", "jane", "jane", "root"],
  );
  const plain = { ...options, settingsOf: settingsIn(homeWith(t, "")) };
  assert.equal((await destinationOf("aiadm", plain)).user, userInfo().username);
});

test("a machine to jump over has settings of its own", async (t) => {
  const options = { world, domain: "cern.ch", user: "root", settingsOf: settingsIn(homeWith(t, cern)) };
  const { hostName, port, user } = await hopOf("inner", options);
  assert.deepEqual([hostName, port, user], ["inner.example", 22, "inside"]);
  const other = await hopOf("jane@lxtunnel.cern.ch:2200", options);
  assert.deepEqual([other.hostName, other.port, other.user], ["lxtunnel.cern.ch", 2200, "jane"]);
});

test("what the operator has set is not read in a rehearsal", async (t) => {
  const rehearsal = { ...world, kind: "rehearsal" as const, ssh: { privateKey: "", knownHosts: "" } };
  const options = { world: rehearsal, domain: "cern.ch", user: "root", settingsOf: settingsIn(homeWith(t, cern)) };
  const { hostName, port, settings } = await destinationOf("alibuild07", options);
  assert.deepEqual([hostName, port, settings], ["alibuild07.cern.ch", 22, {}]);
});
