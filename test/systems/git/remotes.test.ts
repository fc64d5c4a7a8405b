import assert from "node:assert/strict";
import test from "node:test";
import environment from "../../../environments/cantareira.ts";
import type { OpsError } from "../../../src/model/error.ts";
import type { World } from "../../../src/model/world.ts";
import { failureOf, isUnsent } from "../../../src/systems/git/failure.ts";
import { checkedBranch, checkedRepository } from "../../../src/systems/git/names.ts";
import { remoteOf } from "../../../src/systems/git/remote.ts";
import { surroundingsOf } from "../../../src/systems/git/surroundings.ts";

const real: World = {
  kind: "real",
  id: "real",
  clock: { now: () => 0, sleep: async () => {} },
  random: () => "",
  connect: async (host, port) => ({ host, port }),
};
const token = "ghp_kept-to-itself";
const rehearsal: World = {
  ...real,
  kind: "rehearsal",
  connect: async (host, port) => ({ host: "127.0.0.1", port: host === "github.com" && port === 443 ? 4711 : 1 }),
  forge: {
    githubToken: token,
    gocdToken: "",
    airflow: { username: "", password: "" },
    author: { name: "", email: "" },
  },
};

const remote = (url: string, world = real) =>
  remoteOf("deploy", { ...environment.sources, git: { remote: url } }, world);

test("remotes by ssh and https are taken, others are not, and none with credentials in it", async () => {
  for (const url of ["git@github.com:nubank/{repository}.git", "ssh://git@github.com:2222/nubank/{repository}.git"]) {
    const { url: made, isBySsh } = await remote(url);
    assert.deepEqual([made, isBySsh], [url.replace("{repository}", "deploy"), true]);
  }
  const others = [
    "ext::sh -c touch% /tmp/x",
    "/srv/{repository}.git",
    "file:///srv/{repository}",
    "-oProxyCommand=x:y",
  ];
  const more = ["http://github.com/{repository}", "ssh://-oProxyCommand=x/{repository}", "--upload-pack=x"];
  for (const url of [...others, ...more])
    await assert.rejects(remote(url), { code: "git-remote", reason: "usage" }, url);
  for (const url of [
    `https://x:${token}@github.com/a`,
    `https://${token}@github.com/a`,
    `ssh://git:${token}@github.com/a`,
  ]) {
    await assert.rejects(remote(url), (error: OpsError) => {
      assert.equal(error.code, "git-remote");
      assert.ok(!`${error.stack}${error.what}${error.why}`.includes(token));
      return true;
    });
  }
});

test("the token is for GitHub's host alone, and in git's environment alone", async (t) => {
  const before = process.env.GITHUB_TOKEN;
  process.env.GITHUB_TOKEN = `${token}\n`;
  t.after(() => {
    if (before === undefined) delete process.env.GITHUB_TOKEN;
    else process.env.GITHUB_TOKEN = before;
  });
  const github = await remote("https://github.com/nubank/{repository}.git");
  assert.ok(!github.url.includes(token));
  assert.deepEqual(
    github.settings.map(([name]) => name),
    ["credential.helper", "http.https://github.com/nubank/deploy.git.extraHeader"],
  );
  assert.equal(
    github.settings[1]?.[1],
    `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
  );
  assert.deepEqual((await remote("https://elsewhere.example/nubank/{repository}.git")).settings, []);
  const door = await remote("git@github.com:nubank/{repository}.git", rehearsal);
  assert.equal(door.url, "http://127.0.0.1:4711/nubank/deploy.git");
});

test("a rehearsal's git knows nothing of the operator's settings", () => {
  const variables = surroundingsOf(rehearsal, "/home/of/the/world", [["a.b", "c"]]);
  assert.deepEqual(
    [variables.GIT_CONFIG_GLOBAL, variables.GIT_CONFIG_SYSTEM, variables.HOME],
    [...["/dev/null", "/dev/null", "/home/of/the/world"]],
  );
  assert.ok(!Object.keys(variables).some((name) => ["SSH_AUTH_SOCK", "https_proxy", "GITHUB_TOKEN"].includes(name)));
  const last = Number(variables.GIT_CONFIG_COUNT) - 1;
  assert.deepEqual([variables[`GIT_CONFIG_KEY_${last}`], variables[`GIT_CONFIG_VALUE_${last}`]], ["a.b", "c"]);
});

const end = (stderr: string) => ({ exitCode: 128, stdout: Buffer.alloc(0), stderr });

test("what git says becomes an error with a next step, without secrets; only what was not sent is not done", () => {
  const refused = end(
    "ssh: connect to host github.com port 22: Connection refused\r\nfatal: Could not read from remote repository.",
  );
  const web = end("fatal: unable to access 'https://x:pw@github.com/a.git/': Could not resolve host: github.com");
  const cases: readonly (readonly [ReturnType<typeof end>, string, boolean])[] = [
    [refused, "git-unreachable", true],
    [web, "git-unreachable", true],
    [end("Host key verification failed.\nfatal: Could not read from remote repository."), "git-host-key", true],
    [end("git@github.com: Permission denied (publickey)."), "git-denied", true],
    [end("fatal: could not read Username for 'https://github.com': terminal prompts disabled"), "git-denied", true],
    [end("fatal: repository 'https://github.com/nubank/x.git/' not found"), "git-no-repository", true],
    [end("error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502"), "git-unreachable", false],
    [end("fatal: the remote end hung up unexpectedly"), "git-unreachable", false],
    [end("fatal: something new"), "git-failed", false],
    [
      end(
        "remote: fatal: unable to access 'https://mirror.example/a.git/'\nfatal: the remote end hung up unexpectedly",
      ),
      ...(["git-unreachable", false] as const),
    ],
    [end("remote: Repository not found.\nfatal: repository 'https://x/y.git/' not found"), "git-no-repository", true],
  ];
  for (const [seen, code, isNotSent] of cases) {
    const failure = failureOf(seen, "fetch nubank/deploy");
    assert.deepEqual([failure.code, isUnsent(seen)], [code, isNotSent], seen.stderr);
    assert.ok(failure.next !== "" && !/:pw@/.test(failure.why));
  }
});

test("names that git could take for something else are refused", () => {
  for (const name of ["-x", "../x", "a b", "", ".git", "x/y"])
    assert.throws(() => checkedRepository(name), { code: "git-name" });
  for (const name of ["-x", "--force", "a..b", "a.lock", "a/.b", "a//b", "+a", "a b", "refs/heads/", "a:b", "@{1}"]) {
    assert.throws(() => checkedBranch(name), { code: "git-name" }, name);
  }
  assert.equal(checkedBranch("revert-bump-mesos-1.11.0-0.1_rc1-deploy"), "revert-bump-mesos-1.11.0-0.1_rc1-deploy");
});
