import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, randomUUID, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import type { World } from "#src/model/world.ts";
import { createRegistry } from "#src/systems/registry/index.ts";
import { openReal } from "#src/world/real.ts";
import cantareira from "../../environments/cantareira.ts";
import { installRegistry } from "../../scripts/real/install.ts";
import { startRegistry } from "../../scripts/real/registry.ts";
import { registryAskerOf, registryCases } from "../conformance/forge/registry.ts";
import { answering, withEnvironment } from "../support/answering.ts";
import { look } from "../systems/hosts/stage.ts";

const cache = join(import.meta.dirname, "../../node_modules/.cache/real");
const program = await installRegistry(cache).catch((error: unknown) => {
  if (process.env.CI === "true") throw error;
  return undefined;
});
const skip = program === undefined && "there is no docker-registry, and apt cannot get it";
const manifestType = "application/vnd.oci.image.manifest.v1+json";

interface Stage {
  readonly folder: string;
  /** A server over the same images. Gives its URL. */
  serve(auth?: object): Promise<string>;
}

async function stage(t: TestContext): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "registry-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  withEnvironment(t, { REGISTRY_USERNAME: undefined, REGISTRY_PASSWORD: undefined });
  const serve: Stage["serve"] = async (auth) => {
    const server = await startRegistry({ program: program ?? "", folder, ...(auth && { auth }) });
    t.after(() => server.stop());
    return `http://127.0.0.1:${server.port}`;
  };
  return { folder, serve };
}

function registryAt(url: string, world: World = openReal("this machine")) {
  const sources = { ...cantareira.sources, registry: { url } };
  const registry = createRegistry({ sources, world, home: "" });
  const has = (tag: string) =>
    look(registry, "tags-present", { images: [`${new URL(url).host}/team/mesos-base`], tag });
  return { registry, has };
}

function sha256(bytes: string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

async function push(url: string, tag: string): Promise<string> {
  const config = JSON.stringify({
    architecture: "amd64",
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [] },
  });
  const begun = await fetch(`${url}/v2/team/mesos-base/blobs/uploads/`, { method: "POST" });
  const at = new URL(begun.headers.get("location") ?? "", url);
  at.searchParams.set("digest", sha256(config));
  assert.equal((await fetch(at, { method: "PUT", body: config })).status, 201);
  const of = { mediaType: "application/vnd.oci.image.config.v1+json", digest: sha256(config), size: config.length };
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: of, layers: [] });
  const headers = { "content-type": manifestType };
  const pushed = await fetch(`${url}/v2/team/mesos-base/manifests/${tag}`, { method: "PUT", headers, body: manifest });
  assert.equal(pushed.status, 201, await pushed.text());
  return sha256(manifest);
}

test("a real registry: what was pushed is there, what was not is told with what is", { skip }, async (t) => {
  const { serve } = await stage(t);
  const url = await serve();
  const { has } = registryAt(url);
  assert.match((await has("1.11.0")).detail, /^team\/mesos-base has no 1\.11\.0 yet$/);
  const digest = await push(url, "1.11.0");
  const there = await has("1.11.0");
  assert.deepEqual([there.holds, Object.values(there.value ?? {})], ["yes", [digest]]);
  assert.equal((await has("1.12.0")).detail, "team/mesos-base has no 1.12.0 yet; it has 1.11.0");
});

test("a real registry that wants a user", { skip }, async (t) => {
  const { folder, serve } = await stage(t);
  await push(await serve(), "1.11.0");
  const path = join(folder, "htpasswd");
  // bcrypt of "a-secret"
  writeFileSync(path, "jane:$2y$05$abcdefghijklmnopqrstuuNnUOSpw7zf/58okJM78yFwF6JcBtEB6\n");
  const { has } = registryAt(await serve({ htpasswd: { realm: "basic-realm", path } }));
  assert.match((await has("1.11.0")).detail, /wants a user/);
  withEnvironment(t, { REGISTRY_USERNAME: "jane", REGISTRY_PASSWORD: "a-secret" });
  assert.equal((await has("1.11.0")).holds, "yes");
  withEnvironment(t, { REGISTRY_PASSWORD: "another" });
  assert.equal((await has("1.11.0")).holds, "unknown");
});

test("a real registry that wants a token of a token service", { skip }, async (t) => {
  const { folder, serve } = await stage(t);
  await push(await serve(), "1.11.0");
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", "/CN=token service", "-days", "2"];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, ...subject],
    { stdio: "ignore" },
  );
  const asked: string[] = [];
  const service = await answering(t, ({ path }) => {
    asked.push(path);
    return {
      body: { token: tokenOf(readFileSync(key, "utf8"), readFileSync(certificate, "utf8"), "team/mesos-base") },
    };
  });
  const { port } = await service.connect("", 0);
  const token = {
    realm: `http://127.0.0.1:${port}/token`,
    service: "registry",
    issuer: "tests",
    rootcertbundle: certificate,
  };
  const url = await serve({ token });
  const { has } = registryAt(url);
  assert.equal((await has("1.11.0")).holds, "yes");
  assert.deepEqual([...new Set(asked)], ["/token?service=registry&scope=repository%3Ateam%2Fmesos-base%3Apull"]);
  assert.equal((await has("1.12.0")).holds, "no");
  const bench = { url, image: "team/mesos-base", tag: "1.11.0" };
  const ask = await registryAskerOf(bench, (realm) => realm);
  for (const { name, run } of registryCases) await t.test(name, () => run(bench, ask));
});

/** As in the specification of the tokens: who may pull which image, signed. */
function tokenOf(key: string, certificate: string, name: string): string {
  const now = Math.floor(Date.now() / 1000);
  const access = [{ type: "repository", name, actions: ["pull"] }];
  const claims = {
    iss: "tests",
    sub: "",
    aud: "registry",
    exp: now + 60,
    nbf: now - 60,
    iat: now,
    jti: randomUUID(),
    access,
  };
  const x5c = [certificate.replace(/-----[^-]+-----|\s/g, "")];
  const parts = [{ typ: "JWT", alg: "RS256", x5c }, claims];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${sign("sha256", Buffer.from(signed), createPrivateKey(key)).toString("base64url")}`;
}
