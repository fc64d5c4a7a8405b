import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { findCredentials, type Settings } from "#src/systems/openstack/credentials.ts";
import { placeIn } from "./place.ts";

const place = placeIn("0123");
const realWorld = { kind: "real" } as const;

const clouds = `
clouds:
  alibuild:
    auth: {auth_url: "https://keystone.example.org:5000/", username: jane, project_name: "ALICE Release Testing", user_domain_name: CERN, project_domain_id: default}
    region_name: cern
    interface: internal
  robot:
    auth_type: v3applicationcredential
    auth: {auth_url: "https://keystone.example.org/v3", application_credential_id: abc, application_credential_secret: hush}
  kerberos:
    auth_type: v3kerberos
    auth: {auth_url: "https://keystone.example.org/krb/v3", project_name: x}
  ticket:
    auth_type: v3token
    auth: {auth_url: "https://keystone.example.org/v3", token: given, project_id: "0123"}
`;

/** Folders as the ecosystem looks through them, with files in some. */
function settingsWith(t: TestContext, files: Readonly<Record<string, string>>, env: Settings["env"] = {}): Settings {
  const root = mkdtempSync(join(tmpdir(), "clouds-"));
  t.after(() => rmSync(root, { recursive: true }));
  const folders = ["here", "user", "machine"].map((name) => join(root, name));
  for (const folder of folders) mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return { env, folders };
}

test("the environment's cloud is read, its secret from secure.yaml, wherever the two stand", (t) => {
  const secure = "clouds: {alibuild: {auth: {password: hush}}}";
  const settings = settingsWith(t, { "user/clouds.yaml": clouds, "machine/secure.yaml": secure });
  const found = findCredentials(place, realWorld, settings);
  assert.equal(found?.authUrl, "https://keystone.example.org:5000/v3");
  assert.deepEqual(found?.identity, {
    methods: ["password"],
    password: { user: { name: "jane", domain: { name: "CERN" }, password: "hush" } },
  });
  assert.deepEqual(found?.scope, { project: { name: "ALICE Release Testing", domain: { id: "default" } } });
  assert.deepEqual([found?.region, found?.interface, found?.user], ["cern", "internal", "jane"]);
});

test("the first clouds.yaml is the one that counts", (t) => {
  const near = `clouds: {alibuild: {auth: {auth_url: "https://near.example.org/v3", username: n, password: p}}}`;
  const settings = settingsWith(t, { "here/clouds.yml": near, "user/clouds.yaml": clouds });
  assert.equal(findCredentials(place, realWorld, settings)?.authUrl, "https://near.example.org/v3");
});

test("OS_CLOUD names another one, and its password may stand in the shell", (t) => {
  const settings = settingsWith(t, { "here/clouds.yaml": clouds }, { OS_CLOUD: "alibuild", OS_PASSWORD: "typed" });
  assert.match(JSON.stringify(findCredentials(place, realWorld, settings)?.identity), /"password":"typed"/);
  const elsewhere = { OS_CLOUD: "alibuild", OS_PASSWORD: "p", OS_PROJECT_ID: "another", OS_AUTH_TYPE: "v3kerberos" };
  const whole = findCredentials(place, realWorld, settingsWith(t, { "here/clouds.yaml": clouds }, elsewhere));
  assert.deepEqual(whole?.scope, { project: { name: "ALICE Release Testing", domain: { id: "default" } } });
  const unknown = settingsWith(t, { "here/clouds.yaml": clouds }, { OS_CLOUD: "alibiuld" });
  assert.throws(() => findCredentials(place, realWorld, unknown), { code: "cloud-credentials" });
});

test("an application credential carries its project: no scope is asked for", (t) => {
  const settings = settingsWith(t, { "here/clouds.yaml": clouds }, { OS_CLOUD: "robot" });
  const found = findCredentials(place, realWorld, settings);
  assert.deepEqual(found?.identity, {
    methods: ["application_credential"],
    application_credential: { id: "abc", secret: "hush" },
  });
  assert.equal(found?.scope, undefined);
});

test("a token is used as one, and its project asked for by id", (t) => {
  const settings = settingsWith(t, { "here/clouds.yaml": clouds }, { OS_CLOUD: "ticket" });
  const found = findCredentials(place, realWorld, settings);
  assert.deepEqual(found?.identity, { methods: ["token"], token: { id: "given" } });
  assert.deepEqual(found?.scope, { project: { id: "0123" } });
});

test("OS_AUTH_URL and its kin come before the environment's cloud, in their old spellings too", (t) => {
  const env = { OS_AUTH_URL: "https://k/v2.0", OS_USERNAME: "u", OS_PASSWORD: "p", OS_TENANT_NAME: "old" };
  const found = findCredentials(place, realWorld, settingsWith(t, { "here/clouds.yaml": clouds }, env));
  assert.equal(found?.authUrl, "https://k/v3");
  assert.deepEqual(found?.scope, { project: { name: "old", domain: { id: "default" } } });
});

test("Kerberos is left to the gateway; without anything there are none", (t) => {
  const kerberos = settingsWith(t, { "here/clouds.yaml": clouds }, { OS_CLOUD: "kerberos" });
  assert.equal(findCredentials(place, realWorld, kerberos), undefined);
  const shell = { OS_AUTH_TYPE: "v3kerberos", OS_AUTH_URL: "https://keystone.cern.ch/krb/v3", OS_PROJECT_NAME: "x" };
  assert.equal(findCredentials(place, realWorld, settingsWith(t, {}, shell)), undefined);
  assert.equal(findCredentials(place, realWorld, settingsWith(t, {})), undefined);
});

test("a rehearsal reads none of the operator's settings", (t) => {
  const settings = settingsWith(t, { "here/clouds.yaml": clouds }, { OS_CLOUD: "robot", OS_AUTH_URL: "https://k" });
  assert.equal(findCredentials(place, { kind: "rehearsal" }, settings), undefined);
  const openstack = {
    authUrl: "http://keystone.cern.ch:5000/v3",
    username: "operator",
    password: "rehearsal",
    userDomainId: "default",
    projectName: "ALICE Release Testing",
    projectDomainId: "default",
  };
  const found = findCredentials(place, { kind: "rehearsal", openstack }, settings);
  assert.deepEqual([found?.authUrl, found?.user], ["http://keystone.cern.ch:5000/v3", "operator"]);
});

test("a file that cannot be parsed is named, and not quoted", (t) => {
  const settings = settingsWith(t, { "here/clouds.yaml": "clouds: {alibuild: {password: hush" });
  assert.throws(
    () => findCredentials(place, realWorld, settings),
    (error: Error) => /clouds\.yaml cannot be read/.test(error.message) && !/hush/.test(error.message),
  );
});
