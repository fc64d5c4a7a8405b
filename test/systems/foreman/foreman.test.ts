import assert from "node:assert/strict";
import test from "node:test";
import { isReadOnly } from "#src/systems/ssh/read-only.ts";
import { Hosts, sshError } from "../hosts/double.ts";
import { changeOf, draftOf, Journal, open } from "../hosts/stage.ts";
import { ask, base, byGateway, curled, notFound, report, served } from "./stage.ts";

const reports = "/api/hosts/alibuild07.cern.ch/config_reports/last";
const record = "/api/hosts/alibuild07.cern.ch";

/** curl's answers on the gateway, by path. */
function gateway(answers: Readonly<Record<string, ReturnType<typeof curled>>>): Hosts {
  const hosts = new Hosts();
  for (const [path, answer] of Object.entries(answers)) {
    hosts.answer(`aiadm.cern.ch: ${curl(path).join(" ")}`, answer);
  }
  return hosts;
}

const curl = (path: string) => [
  ...["curl", "--silent", "--show-error", "--negotiate", "-u", ":", "--max-time", "8"],
  ...["--header", "Accept: application/json, version=2", "--write-out", "\\n%{http_code}", `${base}${path}`],
];

test("the ticket on the gateway reads Foreman, by a command that needs no permit", async () => {
  const hosts = gateway({ [reports]: curled(200, report(600)) });
  const state = await ask(byGateway(hosts), "report-clean");
  assert.deepEqual(state, { holds: "yes", detail: "the last report is clean, 10 min ago" });
  assert.deepEqual(hosts.asked, [{ host: "aiadm.cern.ch", argv: curl(reports), env: undefined }]);
  assert.ok(isReadOnly({ argv: curl(reports) }));
});

test("a report with failures tells the first of them", async () => {
  const error = (message: string) => ({
    level: "err",
    source: { source: "/Stage[main]/Docker" },
    message: { message },
  });
  const logs = [{ level: "notice", source: {}, message: {} }, ...["one", "two", "three", "four"].map(error)];
  const hosts = gateway({ [reports]: curled(200, report(60, { failed: 4 }, logs)) });
  const state = await ask(byGateway(hosts), "report-clean");
  assert.equal(state.holds, "no");
  assert.deepEqual(state.detail.split("\n"), [
    "4 failed, 0 failed to restart, reported 60 s ago",
    "/Stage[main]/Docker: one",
    "/Stage[main]/Docker: two",
    "/Stage[main]/Docker: three",
  ]);
  assert.match(state.next ?? "", /hosts\/alibuild07\.cern\.ch/);
});

test("failed restarts are failures, an old report is not recent", async () => {
  const restarts = gateway({ [reports]: curled(200, report(60, { failed_restarts: 1 })) });
  assert.equal((await ask(byGateway(restarts), "report-clean")).holds, "no");
  const old = await ask(byGateway(gateway({ [reports]: curled(200, report(3 * 3600)) })), "report-clean");
  assert.deepEqual(
    [old.holds, old.detail],
    ["no", "the last report is clean, 3 h ago: not recent, at most 2 h allowed"],
  );
});

test("no report yet and no record are two answers", async () => {
  const fresh = gateway({ [reports]: curled(404, notFound), [record]: curled(200, { name: "alibuild07.cern.ch" }) });
  assert.match((await ask(byGateway(fresh), "report-clean")).detail, /has not reported/);
  const gone = gateway({ [reports]: curled(404, notFound), [record]: curled(404, notFound) });
  const state = await ask(byGateway(gone), "report-clean");
  assert.deepEqual([state.holds, state.detail], ["no", "Foreman has no record of alibuild07"]);
});

test("a record that is left is found, and how to be rid of it", async () => {
  const there = gateway({
    [record]: curled(200, { name: "alibuild07.cern.ch", hostgroup_title: "alibuild/mesos/slave" }),
  });
  const left = await ask(byGateway(there), "record-gone");
  assert.equal(left.holds, "no");
  assert.equal(left.detail, "the record of alibuild07.cern.ch (alibuild/mesos/slave) is left");
  assert.match(left.next ?? "", /delete the host at https:\/\/judy/);
  const gone = gateway({ [record]: curled(404, notFound) });
  assert.equal((await ask(byGateway(gone), "record-gone")).holds, "yes");
});

test("what Foreman does not say is unknown: never clean, and never gone", async () => {
  const answers = [
    curled(401, { error: { message: "Unable to authenticate user" } }),
    curled(403, { error: { message: "Access denied" } }),
    curled(500, "<html>"),
    curled(404, "<html>no such page"),
    curled(200, "<html>"),
    curled(200, { name: "alibuild070.cern.ch" }),
    { stdout: "half an answ" },
    { exitCode: 28, stderr: "curl: (28) Operation timed out" },
    { isTruncated: true },
    sshError("ssh-unreachable"),
  ];
  for (const answer of answers) {
    const foreman = byGateway(new Hosts().answer("aiadm.cern.ch: curl", answer));
    for (const name of ["report-clean", "record-gone"]) {
      const state = await ask(foreman, name);
      assert.equal(state.holds, "unknown", `${name} of ${JSON.stringify(answer)}: ${state.detail}`);
      assert.notEqual(state.next, undefined);
    }
  }
});

test("whether one may read there at all", async () => {
  const rows = (answer: Parameters<Hosts["answer"]>[1]) =>
    byGateway(new Hosts().answer("aiadm.cern.ch: curl", answer)).checkAccess();
  const [passed] = await rows(curled(200, { name: "alimesos01.cern.ch" }));
  const evidence = "as the ticket on aiadm.cern.ch: it shows alimesos01.cern.ch";
  assert.deepEqual(passed, { what: "Foreman lets me read its hosts", result: "pass", evidence, next: "" });
  assert.equal((await rows(curled(404, notFound)))[0]?.result, "pass");
  const [denied] = await rows(curled(403, { error: { message: "Access denied" } }));
  assert.deepEqual([denied?.result, /alice-agile-admin/.test(denied?.next ?? "")], ["fail", true]);
  assert.equal((await rows({ exitCode: 7, stderr: "curl: (7) refused" }))[0]?.result, "unknown");
});

test("with credentials Foreman is asked from here", async (t) => {
  const hosts = new Hosts();
  const answers = { [reports]: [200, report(5)], [record]: [401, { error: { message: "no" } }] } as const;
  const { foreman, asked } = await served(t, answers, hosts);
  assert.equal((await ask(foreman, "report-clean")).holds, "yes");
  const [first] = asked;
  assert.equal(first?.headers.accept, "application/json, version=2");
  assert.equal(first?.headers.host, "judy.cern.ch:8443");
  assert.equal(first?.headers.authorization, `Basic ${Buffer.from("jane:a secret").toString("base64")}`);
  const denied = await ask(foreman, "record-gone");
  assert.deepEqual([denied.holds, /secret/.test(JSON.stringify(denied))], ["unknown", false]);
  assert.deepEqual(hosts.asked, []);
});

test("a Foreman that hangs or redirects is unknown", async (t) => {
  const { foreman } = await served(t, { [record]: [302, ""] }, new Hosts());
  assert.match((await ask(foreman, "report-clean")).detail, /no whole answer within 0.3 s/);
  assert.equal((await ask(foreman, "record-gone")).holds, "unknown");
});

test("it changes nothing, and asks for no name that is none", async () => {
  const foreman = byGateway(new Hosts());
  const change = changeOf(draftOf(open(new Hosts()), "puppet", "alibuild07", { do: "run" }));
  await assert.rejects(foreman.apply(change, new Journal()), { name: "NotDone" });
  await assert.rejects(ask(foreman, "record-gone", { host: "../users" }), { code: "bad-host-name" });
  await assert.rejects(ask(foreman, "no-such"), { code: "unknown-condition" });
});
