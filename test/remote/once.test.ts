import assert from "node:assert/strict";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import { issuePermit, revokePermit } from "#src/model/permit.ts";
import { GrowingOutput } from "#src/remote/lines.ts";
import { nameOf, type OnceRun, runOnce } from "#src/remote/once.ts";
import { ended, Hosts, sshError } from "../systems/hosts/double.ts";
import { noon, world } from "../systems/hosts/stage.ts";

const argv = ["env", "-u", "OS_PROJECT_ID", "OS_PROJECT_NAME=A b", "ai-kill", "alibuild07"];
const line = `aiadm81.cern.ch: ${argv.join(" ")}`;

function prepared(hosts: Hosts, extra: Partial<OnceRun> = {}) {
  const { clock } = world();
  const lines: string[] = [];
  const run = {
    ssh: hosts,
    host: "aiadm81.cern.ch",
    command: { argv },
    clock,
    onLine: (text: string) => lines.push(text),
  };
  const permit = issuePermit({ run: "r1", change: "c", step: "c/ai-kill/1", token: "mc-1" });
  return { permit, lines, clock, run: { ...run, ...extra } };
}

test("a connection that comes and goes is looked through", async () => {
  const hosts = new Hosts().once(
    line,
    { state: "running", output: "Deleting\n" },
    sshError("ssh-lost"),
    sshError("ssh-unreachable"),
    sshError("ssh-timeout"),
    ended(0, "Deleting\nDone\n"),
  );
  const { run, permit, lines } = prepared(hosts);
  assert.deepEqual(await runOnce(run, permit), { exitCode: 0, output: "Deleting\nDone\n" });
  assert.deepEqual(lines, ["Deleting", "Done"]);
});

test("a host out of reach for long is a doubt, not a failure", async () => {
  const hosts = new Hosts().once(line, { state: "running", output: "" }, sshError("ssh-unreachable"));
  const { run, permit, clock } = prepared(hosts, { unreachableSeconds: 300 });
  const error = await runOnce(run, permit).catch((reason: unknown) => reason);
  assert.ok(error instanceof OpsError && !(error instanceof NotDone));
  assert.ok(clock.now() - noon >= 300_000);
});

test("what goes on for ever is left to a later look", async () => {
  const hosts = new Hosts().once(line, { state: "running", output: "" });
  const { run, permit } = prepared(hosts, { withinSeconds: 60 });
  await assert.rejects(runOnce(run, permit), { code: "once-still-runs", what: /^ai-kill on aiadm81/ });
});

test("a connection lost while it was started: the same token starts it but once", async () => {
  const hosts = new Hosts().failToStart(sshError("ssh-lost"));
  const { run, permit } = prepared(hosts);
  assert.equal((await runOnce(run, permit)).exitCode, 0);
  assert.equal(hosts.started.length, 1);
});

test("what is refused after a connection was lost proves nothing", async () => {
  const refused = new NotDone({ code: "ssh-refused", reason: "system", what: "ssh", why: "no key", next: "kinit" });
  const { run, permit } = prepared(new Hosts().failToStart(sshError("ssh-lost"), refused));
  const error = await runOnce(run, permit).catch((reason: unknown) => reason);
  assert.ok(error instanceof OpsError && !(error instanceof NotDone));
});

for (const code of ["ssh-unreachable", "ssh-refused", "ssh-host-key", "not-permitted"]) {
  test(`${code} at the start: nothing was sent`, async () => {
    const { run, permit } = prepared(new Hosts().failToStart(sshError(code)));
    await assert.rejects(runOnce(run, permit), { name: "NotDone", code });
  });
}

test("nobody looks on once the operator has left it", async () => {
  const hosts = new Hosts().once(line, { state: "running", output: "" });
  const { run, permit, clock } = prepared(hosts);
  revokePermit(permit);
  await assert.rejects(runOnce(run, permit), { code: "once-still-runs" });
  assert.equal(clock.now(), noon);
});

test("each line of a growing output is told once, also when its middle was dropped", () => {
  const lines: string[] = [];
  const output = new GrowingOutput((text) => lines.push(text));
  const first = Array.from({ length: 40 }, (_, index) => `line ${index}`).join("\n");
  output.take(`${first}\nhalf`, false);
  output.take(`${first.slice(0, 40)} … ${first.slice(-300)}\nhalf of it\nlast`, false);
  output.take(`${first.slice(0, 40)} … ${first.slice(-300)}\nhalf of it\nlast`, true);
  assert.deepEqual(lines.slice(-3), ["line 39", "half of it", "last"]);
  assert.equal(new Set(lines).size, lines.length);
});

test("a command is called by its program's name", () => {
  assert.equal(nameOf({ argv }), "ai-kill");
  assert.equal(nameOf({ argv: ["puppet", "agent"] }), "puppet");
});
