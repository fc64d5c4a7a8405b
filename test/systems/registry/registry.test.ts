import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { createRegistry } from "#src/systems/registry/index.ts";
import cantareira from "../../../environments/cantareira.ts";
import { type Answered, type Asked, answering, withEnvironment } from "../../support/answering.ts";
import { changeOf, Journal, look, world } from "../hosts/stage.ts";

const digest = `sha256:${"a".repeat(64)}`;
const images = ["registry.example/mesos-base"];
const found = { headers: { "docker-content-digest": digest } };
const jane = { REGISTRY_USERNAME: "jane", REGISTRY_PASSWORD: "a-secret" };

async function open(
  t: TestContext,
  answer: (asked: Asked) => Answered | undefined,
  user: Readonly<Record<string, string | undefined>> = {},
) {
  withEnvironment(t, { REGISTRY_USERNAME: undefined, REGISTRY_PASSWORD: undefined, ...user });
  const { asked, connect } = await answering(t, answer);
  const there = world({ kind: "real", connect });
  return { asked, registry: createRegistry({ sources: cantareira.sources, world: there, home: "" }) };
}

test("a tag that is there is seen by its manifest, of any kind", async (t) => {
  const { registry, asked } = await open(t, () => found);
  const state = await look(registry, "tags-present", { images, tag: "1.11.0" });
  assert.deepEqual(state, {
    holds: "yes",
    detail: "mesos-base has 1.11.0",
    progress: { done: 1, total: 1 },
    value: { "registry.example/mesos-base": digest },
  });
  const [head, ...others] = asked;
  assert.deepEqual([head?.method, head?.path, others.length], ["HEAD", "/v2/mesos-base/manifests/1.11.0", 0]);
  assert.match(head?.headers.accept ?? "", /oci\.image\.index.*manifest\.list\.v2/);
});

test("one that is missing is told with what is there", async (t) => {
  const tags = { name: "mesos-base", tags: ["1.9.0", "1.10.0", "1.8.1", "latest"] };
  const { registry } = await open(t, ({ path }) => (path.includes("/tags/list") ? { body: tags } : { status: 404 }));
  const state = await look(registry, "tags-present", { images, tag: "1.11.0" });
  assert.deepEqual([state.holds, state.detail], ["no", "mesos-base has no 1.11.0 yet; it has latest, 1.10.0, 1.9.0"]);
});

test("a challenge is answered by a token for that image alone, and the password goes to the token service only", async (t) => {
  const challenge =
    'Bearer realm="https://auth.example/token?a=b",service="registry.example",scope="repository:mesos-base:pull"';
  const { registry, asked } = await open(
    t,
    ({ path, headers }) => {
      if (path.startsWith("/token")) return { body: { access_token: "t1" } };
      return headers.authorization === "Bearer t1"
        ? found
        : { status: 401, headers: { "www-authenticate": challenge } };
    },
    jane,
  );
  assert.equal((await look(registry, "tags-present", { images, tag: "1.11.0" })).holds, "yes");
  const [first, token, again] = asked;
  assert.equal(token?.path, "/token?a=b&service=registry.example&scope=repository%3Amesos-base%3Apull");
  assert.equal(token?.headers.host, "auth.example");
  assert.equal(token?.headers.authorization, `Basic ${Buffer.from("jane:a-secret").toString("base64")}`);
  assert.deepEqual([first?.headers.authorization, again?.headers.authorization], [undefined, "Bearer t1"]);
});

test("a token service in the clear gets no password", async (t) => {
  const challenge = 'Bearer realm="http://auth.example/token",service="s"';
  const { registry, asked } = await open(
    t,
    ({ path }) =>
      path.startsWith("/token") ? { status: 403 } : { status: 401, headers: { "www-authenticate": challenge } },
    jane,
  );
  const state = await look(registry, "tags-present", { images, tag: "1.11.0" });
  assert.deepEqual(
    [state.holds, state.detail],
    ["unknown", "auth.example gives no token for mesos-base: it answers 403"],
  );
  assert.ok(asked.every(({ headers }) => headers.authorization === undefined));
});

test("a token service that is not asked over HTTP is not understood", async (t) => {
  for (const realm of ["file:///etc/passwd", "auth", "data:,x"]) {
    const headers = { "www-authenticate": `Bearer realm="${realm}",service="s"` };
    const { registry } = await open(t, () => ({ status: 401, headers }), jane);
    const state = await look(registry, "tags-present", { images, tag: "1.11.0" });
    assert.deepEqual([state.holds, /its login is unknown/.test(state.detail)], ["unknown", true], realm);
  }
});

test("a registry that wants a user gets one, or says which variables are missing", async (t) => {
  const basic = `Basic ${Buffer.from("jane:a-secret").toString("base64")}`;
  const answer = ({ headers }: Asked): Answered =>
    headers.authorization === basic
      ? found
      : { status: 401, headers: { "www-authenticate": 'Basic realm="Registry"' } };
  const nobody = await open(t, answer);
  const unknown = await look(nobody.registry, "tags-present", { images, tag: "1.11.0" });
  assert.deepEqual(
    [unknown.holds, /REGISTRY_USERNAME and REGISTRY_PASSWORD/.test(unknown.next ?? "")],
    ["unknown", true],
  );
  const { registry } = await open(t, answer, jane);
  assert.equal((await look(registry, "tags-present", { images, tag: "1.11.0" })).holds, "yes");
});

test("images of elsewhere, tags that are none and a silent registry are unknown", async (t) => {
  const { registry, asked } = await open(t, () => undefined);
  const other = await look(registry, "tags-present", { images: ["docker.io/library/mesos"], tag: "1.11.0" });
  assert.deepEqual(
    [other.holds, other.detail],
    ["unknown", "docker.io/library/mesos cannot be looked for: it is no image of registry.example"],
  );
  for (const image of ["registry.example/../v2", "registry.example/a?b", "registry.example/"]) {
    assert.equal((await look(registry, "tags-present", { images: [image], tag: "1.11.0" })).holds, "unknown", image);
  }
  assert.equal((await look(registry, "tags-present", { images, tag: "../x" })).holds, "unknown");
  assert.deepEqual(asked, []);
  assert.match((await look(registry, "tags-present", { images, tag: "1.11.0" })).detail, /does not answer/);
});

test("it changes nothing", async (t) => {
  const { registry } = await open(t, () => found);
  const draft = {
    action: "act",
    system: "registry",
    kind: "tag",
    name: "a",
    risk: "safe",
    because: "",
    targets: [],
  } as const;
  await assert.rejects(registry.apply(changeOf(draft), new Journal()), { name: "NotDone" });
});
