import assert from "node:assert/strict";
import test from "node:test";
import { createCern } from "#src/systems/cern/index.ts";
import { ticketIn } from "#src/systems/cern/ticket.ts";
import { isReadOnly } from "#src/systems/ssh/read-only.ts";
import { Hosts, sshError } from "../hosts/double.ts";
import { noon, world } from "../hosts/stage.ts";
import { environment, inProject } from "./stage.ts";

function klist(expires: string): string {
  return [
    "Ticket cache: FILE:/tmp/krb5cc_1000_abc",
    "Default principal: jane@CERN.CH",
    "",
    "Valid starting     Expires            Service principal",
    `11/20/26 10:00:00  ${expires}  krbtgt/CERN.CH@CERN.CH`,
    "\trenew until 11/25/26 10:00:00",
    "11/20/26 10:05:00  11/22/26 10:00:00  HTTP/keystone.cern.ch@CERN.CH",
  ].join("\n");
}

function cern(hosts: Hosts) {
  return createCern({ environment, world: world(), ssh: hosts });
}

function lives(hosts: Hosts, seconds: number) {
  const asked = { system: "cern", name: "ticket-lives", stack: "", what: "the ticket lives", withinSeconds: 1 };
  return cern(hosts).holds({ ...asked, parameters: { seconds } });
}

const withTicket = (expires: string) => new Hosts().answer("aiadm.cern.ch: klist", { stdout: klist(expires) });

test("a ticket that lives long enough, and one that does not", async () => {
  const hosts = withTicket("11/20/26 20:30:00");
  const state = await lives(hosts, 7200);
  const detail = "the ticket of jane@CERN.CH on aiadm.cern.ch lives 8 h 30 min more";
  assert.deepEqual(state, { holds: "yes", detail });
  const [asked] = hosts.asked;
  assert.deepEqual(asked, { host: "aiadm.cern.ch", argv: ["klist"], env: { LC_ALL: "C", TZ: "UTC" } });
  assert.ok(asked && isReadOnly({ argv: asked.argv, env: asked.env ?? {} }));
  const short = await lives(withTicket("11/20/26 12:30:00"), 7200);
  assert.deepEqual([short.holds, /lives 30 min more; 2 h 0 min needed/.test(short.detail)], ["no", true]);
  assert.match(short.next ?? "", /kinit/);
});

test("an expired ticket, none, and one that is not understood", async () => {
  const expired = await lives(withTicket("11/20/26 11:00:00"), 60);
  assert.deepEqual([expired.holds, /has expired/.test(expired.detail)], ["no", true]);
  const none = new Hosts().answer("aiadm.cern.ch: klist", { exitCode: 1, stderr: "klist: No credentials cache found" });
  assert.match((await lives(none, 60)).detail, /^no ticket on aiadm\.cern\.ch: klist: No credentials/);
  const odd = await lives(withTicket("tomorrow"), 60);
  assert.equal(odd.holds, "unknown");
  const away = new Hosts().answer("aiadm.cern.ch: klist", sshError("ssh-unreachable"));
  assert.equal((await lives(away, 60)).holds, "unknown");
});

test("years in two digits and in four", () => {
  const four = ticketIn(klist("11/21/2026 12:00:00"));
  assert.ok("expiresAt" in four);
  assert.equal(four.expiresAt, noon + 24 * 3600_000);
});

test("a ticket of another service alone is none", () => {
  const found = ticketIn(klist("11/21/26 12:00:00").replace("krbtgt/CERN.CH@", "krbtgt/OTHER.ORG@"));
  assert.ok("why" in found);
});

test("whether one may work at all, a row each", async () => {
  const hosts = inProject(withTicket("11/21/26 12:00:00"));
  const rows = await cern(hosts).checkAccess();
  assert.deepEqual(
    rows.map(({ what, result }) => [what, result]),
    [
      ["the gateway lets me in", "pass"],
      ["the ticket on the gateway lives", "pass"],
      ["the gateway acts in the pinned project", "pass"],
    ],
  );
  assert.doesNotMatch(JSON.stringify(rows), /gAAAA/);
});

test("each thing that stands in the way fails by itself, with what to do", async () => {
  const hosts = inProject(withTicket("11/20/26 12:01:00"), "f".repeat(32));
  hosts.node = sshError("ssh-refused", "no key was taken");
  const rows = await cern(hosts).checkAccess();
  assert.deepEqual(
    rows.map(({ result }) => result),
    ["fail", "fail", "fail"],
  );
  for (const { next } of rows) assert.notEqual(next, "");
  const dark = new Hosts().answer("aiadm.cern.ch", sshError("ssh-timeout"));
  dark.node = sshError("ssh-timeout");
  for (const { result } of await cern(dark).checkAccess()) assert.equal(result, "unknown");
});
