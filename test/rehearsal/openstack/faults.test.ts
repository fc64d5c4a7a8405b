import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { knownFaults } from "#src/rehearsal/faults.ts";
import { statusOf } from "#src/rehearsal/site/server.ts";
import { at } from "../../conformance/openstack/case.ts";
import { shapeDifferences } from "../mesos/shape.ts";
import { recorded } from "./recordings.ts";
import { services } from "./services.ts";
import { stage } from "./stage.ts";

const rebuild = (imageRef: string) => ({ rebuild: { imageRef } });

test("rebuild-ends-in-error: 202, then ERROR with its fault as Nova shows it; the next one succeeds", async () => {
  const { site, ask, server, pass } = await services("rebuild-ends-in-error");
  const { id, imageId } = server("alibuild07");
  const path = `/v2.1/servers/${id}`;
  assert.equal((await ask("nova", "POST", `${path}/action`, rebuild(imageId)))?.status, 202);
  pass(200);
  const shown = (await ask("nova", "GET", path))?.body;
  const truth = recorded("create-errors").find(({ name }) => name === "server-show-error-fault");
  const differences = shapeDifferences(
    at(truth?.answer, "server", "fault") ?? null,
    at(shown, "server", "fault") ?? null,
  );
  assert.deepEqual([at(shown, "server", "status"), differences], ["ERROR", []]);
  const actions = (await ask("nova", "GET", `${path}/os-instance-actions`))?.body;
  assert.equal(at(actions, "instanceActions", 0, "message"), "Error");
  pass(1800);
  assert.equal(site.servers.byId(id)?.bootedAt, undefined);
  assert.equal((await ask("nova", "POST", `${path}/action`, rebuild(imageId)))?.status, 202);
  pass(900);
  assert.equal(statusOf(server("alibuild07")), "ACTIVE");
  assert.notEqual(server("alibuild07").bootedAt, undefined);
});

test("rebuild-takes-an-hour: REBUILD for 55 minutes, with a new root disk only at its end", async () => {
  const { ask, server, pass } = await services("rebuild-takes-an-hour");
  const host = server("alibuild07");
  const before = host.installedAt;
  await ask("nova", "POST", `/v2.1/servers/${host.id}/action`, rebuild(host.imageId));
  pass(54 * 60);
  assert.deepEqual([statusOf(host), host.installedAt], ["REBUILD", before]);
  pass(120);
  assert.equal(statusOf(host), "ACTIVE");
  assert.ok(host.installedAt > before);
});

test("token-expires: after five minutes every service answers 401, until one logs in again", async () => {
  const { ask, pass, loginAgain } = await services("token-expires");
  const statuses = async () => {
    const project = "5a1b0c2d9e8f4a7b8c6d5e4f3a2b1c0d";
    const said = [
      await ask("nova", "GET", "/v2.1/servers"),
      await ask("cinder", "GET", `/v3/${project}/volumes`),
      await ask("glance", "GET", "/v2/images"),
    ];
    return said.map((one) => one?.status);
  };
  pass(290);
  assert.deepEqual(await statuses(), [200, 200, 200]);
  pass(20);
  assert.deepEqual(await statuses(), [401, 401, 401]);
  loginAgain();
  assert.deepEqual(await statuses(), [200, 200, 200]);
});

test("volume-delete-fails: 202, then error_deleting, which cannot be deleted until it is reset", async () => {
  const { site, ask, pass } = await services("volume-delete-fails");
  const { id } = site.volumes.all().find(({ name }) => name === "scratch") ?? assert.fail();
  const path = `/v3/${site.ground.environment.openstack.project.id}/volumes/${id}`;
  assert.equal((await ask("cinder", "DELETE", path))?.status, 202);
  pass(60);
  assert.equal(at((await ask("cinder", "GET", path))?.body, "volume", "status"), "error_deleting");
  assert.equal((await ask("cinder", "DELETE", path))?.status, 400);
  pass(600);
  assert.equal((await ask("cinder", "DELETE", path))?.status, 202);
  pass(60);
  assert.equal((await ask("cinder", "GET", path))?.status, 404);
});

test("reboot-does-nothing: ACTIVE again, action done, and the same boot id", async () => {
  const { ask, server, pass } = await services("reboot-does-nothing");
  const host = server("alibuild07");
  const before = host.bootId;
  const reboot = () => ask("nova", "POST", `/v2.1/servers/${host.id}/action`, { reboot: { type: "HARD" } });
  assert.equal((await reboot())?.status, 202);
  assert.equal(statusOf(host), "HARD_REBOOT");
  pass(300);
  assert.deepEqual([statusOf(host), host.bootId], ["ACTIVE", before]);
  await reboot();
  pass(300);
  assert.notEqual(host.bootId, before);
});

test("answers-lost: every third change has no answer, and was carried out", async () => {
  const { site, ask, server } = await services("answers-lost");
  const { id } = server("alibuild07");
  const tag = (name: string) => ask("nova", "PUT", `/v2.1/servers/${id}/tags/${name}`);
  const said = [await tag("a"), await tag("b"), await tag("c"), await ask("nova", "GET", `/v2.1/servers/${id}/tags`)];
  assert.deepEqual(
    said.map((one) => one?.status),
    [201, 201, undefined, 200],
  );
  assert.deepEqual(at(said[3]?.body, "tags"), ["a", "b", "c"]);
  assert.equal(site.requests.since(0).filter(({ isMutating }) => isMutating).length, 3);
});

test("a lost answer is a broken connection", async (t) => {
  const { site, world } = await stage(t, "answers-lost");
  const { host, port } = await world.connect("keystone.cern.ch", 5000);
  const send = (method: string) =>
    fetch(`http://${host}:${port}/v3/auth/tokens`, { method }).then(({ status }) => status);
  assert.deepEqual([await send("DELETE"), await send("DELETE"), await send("GET")], [401, 401, 401]);
  await assert.rejects(
    send("DELETE"),
    (error: Error) => error.cause instanceof Error && /ECONNRESET|other side closed/.test(error.cause.message),
  );
  assert.equal(site.requests.since(0).length, 4);
});

test("every fault stands in the operators' document", async () => {
  const document = readFileSync(new URL("../../../docs/rehearsal.md", import.meta.url), "utf8");
  const names = (await knownFaults("openstack")).map((fault) => fault.name);
  assert.deepEqual(
    names.filter((name) => !document.includes(`| \`${name}\` |`)),
    [],
  );
});
