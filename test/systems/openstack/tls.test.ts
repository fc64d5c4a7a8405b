import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { createOpenStack } from "#src/systems/openstack/index.ts";
import { newSightings, placeIn } from "./place.ts";
import { project, recorded } from "./recorded-cloud.ts";

const keystone = "keystone.example.org";

/** A key and a certificate of its own for a name, by openssl; `undefined`: there is none here. */
function certified(folder: string, name: string) {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
  } catch {
    return undefined;
  }
}

/** A Keystone behind TLS whose certificate is for `name`, and how many requests came to it. */
async function stage(t: TestContext, name: string, isTrusted: boolean) {
  const folder = mkdtempSync(join(tmpdir(), "tls-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const own = certified(folder, name);
  if (!own) return undefined;
  let asked = 0;
  const login = recorded("auth", "auth-password-project");
  const server = createServer(own, (_request, response) => {
    asked += 1;
    if (typeof login === "string") return;
    response.writeHead(login.status, { "x-subject-token": "t" }).end(JSON.stringify(login.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const env = {
    ...{ OS_AUTH_URL: `https://${keystone}:5000/v3`, OS_USERNAME: "u", OS_PASSWORD: "p", OS_PROJECT_NAME: "alibuild" },
    ...(isTrusted && { OS_CACERT: own.file }),
  };
  const clock = { now: () => Date.parse("2026-11-20T08:31:00Z"), sleep: async () => undefined };
  const connect = async () => ({ host: "127.0.0.1", port });
  const world = { kind: "real", id: "real test", clock, random: () => "00", connect } as const;
  const settings = { env, folders: [] };
  const system = createOpenStack({ environment: placeIn(project), world, sightings: newSightings(), settings });
  t.after(() => {
    system.close();
    server.close();
  });
  return { system, asked: () => asked };
}

test("an endpoint behind TLS is taken when its certificate is for its name, by an authority that is named", async (t) => {
  const staged = await stage(t, keystone, true);
  if (!staged) return t.skip("there is no openssl");
  assert.match((await staged.system.identify()).where, /project alibuild/);
});

test("one by an unknown authority, or for another name, gets nothing", async (t) => {
  for (const [name, isTrusted] of [
    [keystone, false],
    ["another.example.org", true],
  ] as const) {
    const staged = await stage(t, name, isTrusted);
    if (!staged) return t.skip("there is no openssl");
    await assert.rejects(staged.system.identify(), { code: "cloud-unreachable" });
    assert.equal(staged.asked(), 0);
  }
});
