import assert from "node:assert/strict";
import test from "node:test";
import { type Json, parsedJson } from "#src/model/json.ts";
import { foreman, foremanUser } from "#src/rehearsal/foreman/index.ts";
import { createSite } from "#src/rehearsal/site/index.ts";
import environment from "../../../environments/alibuild.ts";
import { at, listAt } from "../../conformance/openstack/case.ts";

const startsAt = Date.parse("2026-11-20T12:00:00Z");
const basic = `Basic ${Buffer.from(`${foremanUser.user}:${foremanUser.password}`).toString("base64")}`;
const host = "alibuild07.cern.ch";

function stage() {
  const site = createSite({ id: "foreman", environment, seed: 1, faults: [], startsAt });
  const app = foreman(site);
  const ask = async (method: string, path: string, body?: Json, headers: Record<string, string> = {}) => {
    const all = { authorization: basic, "content-type": "application/json", ...headers };
    const init = { method, headers: all, body: body === undefined ? null : JSON.stringify(body) };
    const response = await app.fetch(new Request(`http://judy.cern.ch:8443/api${path}`, init));
    return { status: response.status, body: parsedJson(await response.text()) };
  };
  return { site, ask };
}

test("without a password or a ticket one is not let in; with either one is", async () => {
  const { ask } = stage();
  const statuses = [];
  for (const authorization of ["", "Basic bm9ib2R5Ong=", "Negotiate dGlja2V0", basic]) {
    statuses.push((await ask("GET", `/hosts/${host}`, undefined, { authorization })).status);
  }
  assert.deepEqual(statuses, [401, 401, 200, 200]);
});

test("a host is found by its full name, with its hostgroup and the age of its report", async () => {
  const { ask } = stage();
  const { body } = await ask("GET", `/hosts/${host}`);
  assert.deepEqual(
    [at(body, "name"), at(body, "hostgroup_title"), at(body, "environment_name"), at(body, "managed")],
    [host, "alibuild/mesos/slave", "alibuild_devel", false],
  );
  assert.ok(Date.parse(String(at(body, "last_report"))) > startsAt - 1800_000);
  const missing = await ask("GET", "/hosts/alibuild99.cern.ch");
  assert.deepEqual(missing, {
    status: 404,
    body: { error: { message: "Resource host not found by id 'alibuild99.cern.ch'" } },
  });
});

test("the last report tells what failed, line by line", async () => {
  const { site, ask } = stage();
  const line = { level: "err", source: "Service[docker]", message: "Could not start" };
  site.foreman.report(host, { applied: 3, failed: 1 }, [line]);
  const { body } = await ask("GET", `/hosts/${host}/config_reports/last`);
  assert.deepEqual(
    [at(body, "status", "failed"), at(body, "reported_at"), at(body, "logs", 0, "message", "message")],
    [1, "2026-11-20T12:00:00Z", "Could not start"],
  );
  assert.equal(at((await ask("GET", `/hosts/${host}`)).body, "global_status"), 2);
});

test("lists are paged by 20, and searched", async () => {
  const { site, ask } = stage();
  for (let index = 0; index < 30; index += 1) {
    site.foreman.create({ name: `extra${index}.cern.ch`, hostgroup: "x", environment: "production" });
  }
  const first = (await ask("GET", "/hosts")).body;
  assert.deepEqual([at(first, "total"), at(first, "per_page"), listAt(first, "results").length], [39, 20, 20]);
  assert.equal(listAt((await ask("GET", "/hosts?page=2")).body, "results").length, 19);
  assert.equal(listAt((await ask("GET", "/hosts?per_page=all")).body, "results").length, 39);
  const found = (await ask("GET", `/hosts?search=${encodeURIComponent('name = "alibuild03.cern.ch"')}`)).body;
  assert.deepEqual([at(found, "subtotal"), at(found, "results", 0, "name")], [1, "alibuild03.cern.ch"]);
  const group = encodeURIComponent('title="alibuild/mesos/slave"');
  assert.equal(at((await ask("GET", `/hostgroups?search=${group}`)).body, "results", 0, "id"), 2);
  assert.equal((await ask("GET", "/hosts?search=a%20b%20%3C%203")).status, 400);
});

test("a record is made once, and deleted with what it was as the answer", async () => {
  const { ask } = stage();
  const wanted = { host: { managed: false, name: "alibuild20.cern.ch", hostgroup_id: 2, environment_id: 2 } };
  const made = await ask("POST", "/hosts", wanted);
  assert.deepEqual([made.status, at(made.body, "hostgroup_title")], [201, "alibuild/mesos/slave"]);
  const again = await ask("POST", "/hosts", wanted);
  assert.deepEqual([again.status, at(again.body, "error", "full_messages")], [422, ["Name has already been taken"]]);
  assert.equal((await ask("POST", "/hosts", wanted, { "content-type": "text/plain" })).status, 415);
  assert.equal((await ask("GET", "/hosts/alibuild20.cern.ch/config_reports/last")).status, 404);
  const deleted = await ask("DELETE", "/hosts/alibuild20.cern.ch");
  assert.deepEqual([deleted.status, at(deleted.body, "name")], [200, "alibuild20.cern.ch"]);
  assert.equal((await ask("DELETE", "/hosts/alibuild20.cern.ch")).status, 404);
});
