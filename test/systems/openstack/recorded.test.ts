import assert from "node:assert/strict";
import test from "node:test";
import { NotDone, OpsError } from "#src/model/error.ts";
import type { Fields } from "#src/model/json.ts";
import { effectsFor, newMemory } from "./effects.ts";
import { changeOf, condition, draftsOf, resource } from "./place.ts";
import { loggedIn, project, type RecordedCloud, type Reply, recorded, recordedCloud } from "./recorded-cloud.ts";

const servers = "GET nova/v2.1/servers/detail";
const volumes = `GET cinder/v3/${project}/volumes/detail`;

/** A list of servers of which each was recorded by itself. */
function listOf(...shown: readonly (readonly [file: string, name: string])[]): Reply {
  const bodies = shown.map(([file, name]) => recorded(file, name));
  return { status: 200, body: { servers: bodies.map((each) => (each as { body: { server: Fields } }).body.server) } };
}

const noVolumes = { [volumes]: { status: 200, body: { volumes: [] } } };

function holds({ system }: RecordedCloud, name: string, parameters: Fields) {
  return system.holds(condition(name, parameters));
}

test("who one is, and in which project, is what Keystone says", async (t) => {
  const { system, sent } = await recordedCloud(t, loggedIn);
  assert.deepEqual(await system.identify(), {
    system: "openstack",
    where: `project alibuild (${project})`,
    who: "alibuild, by the OS_* settings of the shell",
    isPinned: true,
  });
  assert.equal(JSON.parse(sent[0]?.body ?? "").auth.scope.project.name, "alibuild");
});

test("wrong credentials are one error, whatever is wrong with them", async (t) => {
  for (const name of [
    "auth-wrong-password",
    "auth-unknown-user",
    "auth-unknown-project",
    "auth-project-without-role",
  ]) {
    const { system } = await recordedCloud(t, { "POST keystone/v3/auth/tokens": recorded("auth", name) });
    await assert.rejects(system.identify(), (error) => {
      assert.ok(error instanceof OpsError);
      assert.deepEqual([error.code, error.reason], ["cloud-credentials", "system"]);
      assert.doesNotMatch(JSON.stringify(error), /alibuildpass/);
      return true;
    });
  }
});

test("a token of no project or of another one is refused, and nothing else is asked", async (t) => {
  const cloud = await recordedCloud(t, { "POST keystone/v3/auth/tokens": recorded("auth", "auth-password-unscoped") });
  await assert.rejects(cloud.system.servers(), { code: "wrong-project", reason: "refused" });
  await assert.rejects(holds(cloud, "server-active", { host: "alibuild03" }), { code: "wrong-project" });
  assert.equal(cloud.count("POST keystone/v3/auth/tokens"), cloud.sent.length);
});

test("every page of a list is read, up to the empty one", async (t) => {
  const pages = [1, 2, 3, 4].map((page) => recorded("lists", `servers-page${page}`));
  const { system, sent } = await recordedCloud(t, { ...loggedIn, [servers]: pages });
  const names = (await system.servers()).map(({ name }) => name);
  assert.equal(names.length, new Set(names).size);
  assert.deepEqual(names, [...names].sort());
  const markers = sent
    .filter(({ route }) => route === servers)
    .map(({ query }) => new URLSearchParams(query).get("marker"));
  assert.equal(markers[0], null);
  assert.equal(new Set(markers).size, markers.length);
});

test("microversions are told, and the length of every body", async (t) => {
  const { system, sent } = await recordedCloud(t, {
    ...loggedIn,
    [servers]: recorded("lists", "servers-detail"),
    ...noVolumes,
  });
  await system.observe([resource("server", "alibuild07", null)]);
  const of = (route: string) => sent.find((each) => each.route === route)?.headers["openstack-api-version"];
  assert.deepEqual([of(servers), of(volumes)], ["compute 2.79", "volume 3.59"]);
  assert.match(sent[0]?.headers["content-length"] ?? "", /^\d+$/);
});

test("a server in ERROR stays so, and says why; one that is going is not active", async (t) => {
  const failed = await recordedCloud(t, {
    ...loggedIn,
    [servers]: listOf(["create-errors", "server-show-error-fault"]),
  });
  const state = await holds(failed, "server-active", { host: "nohost" });
  assert.deepEqual([state.holds, state.isFinal], ["no", true]);
  assert.match(state.detail, /No valid host was found\. \(500\)/);
  const going = await recordedCloud(t, { ...loggedIn, [servers]: listOf(["delete", "server-show-just-deleted"]) });
  assert.match((await holds(going, "server-active", { host: "alibuild09" })).detail, /^ACTIVE, deleting/);
  assert.equal((await holds(going, "server-gone", { host: "alibuild09" })).holds, "no");
  assert.equal((await holds(going, "name-free", { host: "alibuild0" })).holds, "yes");
});

test("a lock and its reason are seen; a master that is being built is not at rest", async (t) => {
  const shown = listOf(["lock", "server-show-locked"], ["fleet", "server-show-building"]);
  const cloud = await recordedCloud(t, { ...loggedIn, [servers]: shown });
  assert.match((await holds(cloud, "server-locked", { host: "alibuild03" })).detail, /^locked: \S/);
  assert.equal((await holds(cloud, "others-at-rest", { host: "alimesos02" })).holds, "no");
  assert.equal((await holds(cloud, "others-at-rest", { host: "alimesos01" })).holds, "yes");
});

test("volumes of protected servers are noted wherever attachments are seen", async (t) => {
  const cloud = await recordedCloud(t, { ...loggedIn, [servers]: recorded("lists", "servers-detail") });
  const all = await cloud.system.servers();
  const idOf = (name: string) => all.find((server) => server.name === name)?.id;
  const noted = [...cloud.sightings.seen.values()].flatMap((ids) => [...ids]);
  for (const name of ["alibuild03", "alibuild09"]) assert.ok(noted.includes(idOf(name) ?? ""), name);
  for (const name of ["alibuild01", "alibuild07"]) assert.ok(!noted.includes(idOf(name) ?? ""), name);
});

test("columns of a checklist share one list of servers", async (t) => {
  const cloud = await recordedCloud(t, { ...loggedIn, [servers]: recorded("lists", "servers-detail") });
  await cloud.system.identify();
  const hosts = ["alimesos01", "alimesos02", "alimesos03"];
  await Promise.all(hosts.map((host) => holds(cloud, "server-active", { host })));
  assert.equal(cloud.count(servers), 1);
  await holds(cloud, "server-active", { host: "alimesos01" });
  assert.equal(cloud.count(servers), 2);
});

const action = "POST nova/v2.1/servers/e7adca84-afeb-486c-aeb9-d15e17e98151/action";
const history = "GET nova/v2.1/servers/e7adca84-afeb-486c-aeb9-d15e17e98151/os-instance-actions";

/** What becomes of a reboot of alibuild03 that is answered so. */
async function reboot(t: Parameters<typeof recordedCloud>[0], reply: Reply, answerWithinMs = 2_000) {
  const routes = {
    ...loggedIn,
    ...noVolumes,
    [servers]: listOf(["lock", "server-show-locked"]),
    [history]: recorded("reboot-stop", "instance-actions"),
    [action]: reply,
  };
  const cloud = await recordedCloud(t, routes, { answerWithinMs });
  const [draft] = await draftsOf(cloud.system, resource("server", "alibuild03", { do: "reboot" }));
  assert.ok(draft);
  const memory = newMemory();
  const failure = await cloud.system
    .apply(changeOf(draft), effectsFor(changeOf(draft), memory))
    .catch((error) => error);
  return { failure, cloud };
}

test("refused with a 4xx: not done, with the cloud's own words", async (t) => {
  const { failure } = await reboot(t, recorded("lock", "reboot-locked-409"));
  assert.ok(failure instanceof NotDone);
  assert.match(failure.why, /^Instance e7adca84.* is locked \(req-/);
});

test("a 5xx, a silence and a broken connection are doubts", async (t) => {
  const broken: Reply = { status: 500, body: { computeFault: { code: 500, message: "Unexpected API Error." } } };
  for (const [reply, why] of [
    [broken, /Unexpected API Error/],
    ["hang", /no whole answer/],
    ["reset", /reset|hang up/],
  ] as const) {
    const { failure, cloud } = await reboot(t, reply, 200);
    assert.ok(failure instanceof OpsError && !(failure instanceof NotDone), String(failure));
    assert.match(failure.why, why);
    assert.equal(cloud.count(action), 1);
  }
});

test("401 brings a new token and one more try, and never a third", async (t) => {
  const refused = recorded("expired", "expired-token-nova");
  const path = { ...loggedIn, [servers]: [refused, recorded("lists", "servers-detail")] };
  const renewed = await recordedCloud(t, path);
  assert.ok((await renewed.system.servers()).length > 0);
  assert.equal(renewed.count("POST keystone/v3/auth/tokens"), 2);
  const never = await recordedCloud(t, { ...loggedIn, [servers]: refused });
  await assert.rejects(never.system.servers(), { code: "cloud-credentials" });
  assert.deepEqual([never.count(servers), never.count("POST keystone/v3/auth/tokens")], [2, 2]);
});

test("a cloud that cannot be asked is unknown, and never yes", async (t) => {
  const down: Reply = { status: 503, body: "<html><body>Service <b>Unavailable</b></body></html>" };
  const cloud = await recordedCloud(t, { ...loggedIn, [servers]: down });
  const state = await holds(cloud, "masters-fewer-than", { count: 4 });
  assert.equal(state.holds, "unknown");
  assert.match(state.detail, /Service Unavailable$/);
});

test("only looks leave by the raw client, and stay below the service", async (t) => {
  const { system, sent } = await recordedCloud(t, {
    ...loggedIn,
    "GET nova/v2.1/servers": recorded("lists", "servers"),
  });
  assert.ok(JSON.stringify(await system.raw("compute", "/servers", { limit: "5" })).includes("alibuild03"));
  const bad = ["//evil.example/x", "/../v2.1/servers", "/%2e%2E/x", "servers", "/servers?name=x", "/a\\..\\b"];
  for (const path of bad) await assert.rejects(system.raw("compute", path), { code: "wrong-argument" });
  await assert.rejects(system.raw("constructor", "/servers"), { code: "wrong-argument" });
  assert.ok(sent.every(({ route }) => route.startsWith("GET") || route === "POST keystone/v3/auth/tokens"));
});
