import assert from "node:assert/strict";
import { identityOf } from "../bench.ts";
import { answered, at, type Bench, type Case, listAt, textAt } from "../case.ts";

const unauthenticated = {
  error: { code: 401, message: "The request you have made requires authentication.", title: "Unauthorized" },
};

function login(bench: Bench, user: Partial<Bench["auth"]["user"]>, project: Partial<Bench["auth"]["project"]>) {
  const identity = identityOf({ user: { ...bench.auth.user, ...user } });
  const scope = { project: { ...bench.auth.project, ...project } };
  return bench.call("identity", {
    method: "POST",
    path: "/auth/tokens",
    token: null,
    body: { auth: { identity, scope } },
  });
}

/** Whoever is asked, what is wrong is not told. */
function refusedLogin(name: string, seen: string, user: Partial<Bench["auth"]["user"]>, project = {}): Case {
  return {
    name,
    seen,
    async run(bench) {
      assert.deepEqual(answered(await login(bench, user, project), 401), unauthenticated);
    },
  };
}

export default [
  {
    name: "a token is in the header, and says of which project it is, of whom, until when",
    seen: "auth-password-project",
    async run(bench) {
      const answer = await login(bench, {}, {});
      const body = answered(answer, 201);
      assert.ok((answer.headers["x-subject-token"] ?? "").length > 10);
      assert.equal(textAt(body, "token", "project", "name"), bench.auth.project.name);
      assert.equal(textAt(body, "token", "user", "name"), bench.auth.user.name);
      assert.match(textAt(body, "token", "expires_at"), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      assert.ok(listAt(body, "token", "roles").length > 0);
      const types = listAt(body, "token", "catalog").map((service) => at(service, "type"));
      for (const type of ["compute", "volumev3", "image"]) assert.ok(types.includes(type), type);
    },
  },
  refusedLogin("a wrong password is 401", "auth-wrong-password", { password: "wrong" }),
  refusedLogin("an unknown user is the same 401", "auth-unknown-user", { name: "nobody-of-that-name" }),
  refusedLogin("an unknown project is the same 401", "auth-unknown-project", {}, { name: "no-project-of-that-name" }),
  {
    name: "a token that is asked of what it is tells it again",
    seen: "token-validate",
    async run(bench) {
      const answer = await bench.call("identity", { path: "/auth/catalog" });
      assert.ok(listAt(answered(answer, 200), "catalog").length >= 3);
    },
  },
  {
    name: "a body without a method is 400 in Keystone's own shape",
    seen: "auth-malformed",
    async run(bench) {
      const body = { auth: { identity: {} } };
      const answer = await bench.call("identity", { method: "POST", path: "/auth/tokens", token: null, body });
      assert.equal(at(answered(answer, 400), "error", "title"), "Bad Request");
    },
  },
  {
    name: "a token from a token lives no longer",
    seen: "auth-by-token",
    async run(bench) {
      const first = answered(await login(bench, {}, {}), 201);
      const token = (await login(bench, {}, {})).headers["x-subject-token"] ?? "";
      const body = {
        auth: { identity: { methods: ["token"], token: { id: token } }, scope: { project: bench.auth.project } },
      };
      const second = await bench.call("identity", { method: "POST", path: "/auth/tokens", token: null, body });
      const lives = (of: Parameters<typeof textAt>[0]) => Date.parse(textAt(of, "token", "expires_at"));
      assert.ok(lives(answered(second, 201)) <= lives(first) + 5_000);
    },
  },
  ...(["compute", "volume"] as const).map(
    (service): Case => ({
      name: `${service} answers 401 to a bad token and to none`,
      seen: "bad-token-nova, bad-token-cinder",
      async run(bench) {
        const path = service === "compute" ? "/servers" : "/volumes";
        const bad = answered(await bench.call(service, { path, token: "rubbish" }), 401);
        assert.equal(at(bad, "error", "code"), 401);
        answered(await bench.call(service, { path, token: null }), 401);
      },
    }),
  ),
  {
    name: "Glance answers 401 in a shape of its own, with the code as a text",
    seen: "bad-token-glance",
    async run(bench) {
      const body = answered(await bench.call("image", { path: "/images", token: "rubbish" }), 401);
      assert.equal(at(body, "code"), "401 Unauthorized");
    },
  },
] satisfies readonly Case[];
