import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import { knownHosts, statusOf } from "#src/systems/ssh/known-hosts.ts";
import { newKey, Stage } from "./stage.ts";

const look = { argv: ["uptime"] } as const;
const isHostKeyError = (error: unknown) => error instanceof OpsError && error.code === "ssh-host-key";

test("an unknown key stops everything, and is taken by its fingerprint", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07", { isKnown: false });
  const ssh = stage.commandsOnHosts();
  await assert.rejects(ssh.run("alibuild07", look), isHostKeyError);
  const { type, fingerprint, status } = await ssh.hostKey("alibuild07");
  assert.deepEqual([type, status], ["ssh-ed25519", "unknown"]);
  await assert.rejects(ssh.acceptHostKey("alibuild07", "SHA256:another", stage.permit()), NotDone);
  assert.deepEqual([stage.logins, (await ssh.hostKey("alibuild07")).status], [0, "unknown"]);
  await ssh.acceptHostKey("alibuild07", fingerprint, stage.permit());
  assert.equal((await ssh.hostKey("alibuild07")).status, "known");
  await ssh.run("alibuild07", look);
  assert.equal(statSync(join(stage.home, "known_hosts.rehearsal-1")).mode & 0o777, 0o600);
});

test("a changed key stops everything; once it is taken the old one is no longer good", async (t) => {
  const stage = new Stage(t);
  const old = newKey();
  await stage.host("alibuild07", { key: old });
  await stage.host("alibuild07", { isKnown: false });
  const ssh = stage.commandsOnHosts();
  const changed = await ssh.hostKey("alibuild07");
  assert.equal(changed.status, "changed");
  await assert.rejects(ssh.run("alibuild07", look), isHostKeyError);
  await ssh.acceptHostKey("alibuild07", changed.fingerprint, stage.permit());
  await ssh.run("alibuild07", look);
  await stage.host("alibuild07", { key: old });
  assert.equal((await ssh.hostKey("alibuild07")).status, "changed");
  assert.equal(readFileSync(join(stage.home, "known_hosts.rehearsal-1"), "utf8").split("\n").length, 2);
});

test("a known key of another type is asked for first", async (t) => {
  const stage = new Stage(t);
  await stage.host("alibuild07", { key: newKey("ecdsa") });
  assert.equal((await stage.commandsOnHosts().hostKey("alibuild07")).status, "known");
});

test("a gateway's node may show the key that is known for the alias", async (t) => {
  const stage = new Stage(t);
  const key = newKey();
  await stage.host("aiadm", { key });
  await stage.host("aiadm81", { key, isKnown: false });
  await stage.host("aiadm82", { isKnown: false });
  const ssh = stage.commandsOnHosts({ gateway: "aiadm.cern.ch" });
  assert.equal((await ssh.hostKey("aiadm81.cern.ch")).status, "known");
  assert.equal((await ssh.hostKey("aiadm82.cern.ch")).status, "unknown");
});

test("known hosts: hashed names, patterns, ports, exceptions and marks", () => {
  const [one, other] = [newKey().publicLine, newKey().publicLine];
  const salt = Buffer.from("twenty bytes of salt");
  const hash = createHmac("sha1", salt).update("hashed.cern.ch").digest("base64");
  const known = knownHosts(
    [
      "# a comment",
      "",
      `|1|${salt.toString("base64")}|${hash} ${one}`,
      `*.pattern.cern.ch,!odd.pattern.cern.ch ${one} a comment`,
      `[port.cern.ch]:2222 ${one}`,
      `@revoked revoked.cern.ch ${one}`,
      `@cert-authority certified.cern.ch ${one}`,
    ].join("\n"),
  );
  const status = (name: string, line: string) => {
    const key = Buffer.from(line.split(" ")[1] ?? "", "base64");
    return statusOf({ own: known.about(name), vouching: [] }, key);
  };
  assert.deepEqual(
    [
      status("hashed.cern.ch", one),
      status("hashed.cern.ch", other),
      status("a.pattern.cern.ch", one),
      status("odd.pattern.cern.ch", one),
      status("[port.cern.ch]:2222", one),
      status("port.cern.ch", one),
      status("revoked.cern.ch", one),
      status("certified.cern.ch", one),
    ],
    ["known", "changed", "known", "unknown", "known", "unknown", "revoked", "unknown"],
  );
});
