import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { applied } from "../systems/git/applied.ts";
import { asked, branchOf, deploy, planned, revertOf, rubyAt } from "../systems/git/stage.ts";
import { gitAt, operatorIs, overHttp, Remote, token } from "./git-remote.ts";
import { Lab, noSshd } from "./sshd.ts";

const branch = "bump-mesos-1.11.0-deploy";

/** A loopback sshd with the repository, and an operator whose ssh knows it. */
async function overSsh(t: TestContext, { isKnown = true, hasKey = true } = {}) {
  const lab = await new Lab(t).operator();
  const sshd = await lab.host("git");
  const remote = new Remote(lab.folder);
  await remote.repositories.ready();
  const known = join(lab.folder, "known");
  writeFileSync(known, isKnown ? sshd.publicKeys.map((key) => `[127.0.0.1]:${sshd.port} ${key}\n`).join("") : "");
  const config = join(lab.folder, "ssh_config");
  const key = hasKey ? `IdentityFile ${lab.key}` : "IdentityFile /dev/null";
  writeFileSync(
    config,
    `Host *\n  ${key}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${known}\n  GlobalKnownHostsFile /dev/null\n`,
  );
  operatorIs(t, lab.folder, { GIT_SSH_COMMAND: `ssh -F ${config}` });
  const url = `ssh://${userInfo().username}@127.0.0.1:${sshd.port}${remote.folder}/{repository}.git`;
  return { remote, url, lab, sshd, git: gitAt(url, lab.home) };
}

async function overWeb(t: TestContext, onPush?: () => string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), "git-real-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const remote = new Remote(folder);
  await remote.repositories.ready();
  operatorIs(t, folder, { GITHUB_TOKEN: token });
  const web = await overHttp(t, remote, onPush);
  return { remote, folder, ...web, git: gitAt(web.url, join(folder, "console")) };
}

interface Place {
  readonly remote: Remote;
  readonly git: ReturnType<typeof gitAt>;
}

/** A bump and its revert, with what may be in their way. */
async function lifeOf(at: Place) {
  const { remote } = at;
  await applied(at, (await planned(at, branchOf(deploy))).change);
  assert.equal(String(await remote.repositories.read("deploy", branch, "lib/v.rb")), rubyAt("1.11.0"));
  await remote.merge(branch);
  const merged = await asked(at, "edit-merged", { edit: "deploy", version: "1.11.0" });
  assert.deepEqual(
    [merged.holds, JSON.stringify(merged.value).includes((await remote.tip("master")) ?? "?")],
    ["yes", true],
  );
  await applied(at, (await planned(at, revertOf(deploy))).change);
  assert.equal(String(await remote.repositories.read("deploy", `revert-${branch}`, "lib/v.rb")), rubyAt("1.9.0"));
  await remote.repositories.remove("deploy", `revert-${branch}`);
  await remote.commit("master", rubyAt("1.11.1"));
  const { change } = await planned(at, revertOf(deploy));
  await assert.rejects(applied(at, change), { name: "NotDone", code: "revert-conflict" });
  await remote.check();
}

test("over ssh: fetch, edit, push, revert, a conflict", { skip: noSshd }, async (t) => {
  const { lab, ...at } = await overSsh(t);
  await lifeOf(at);
  assert.equal(statSync(join(lab.home, "git")).mode & 0o777, 0o700);
  assert.ok(!existsSync(join(lab.folder, "trace")), "what the operator's shell traces is not handed on");
});

test("over ssh: a push that a hook refuses did not happen", { skip: noSshd }, async (t) => {
  const at = await overSsh(t);
  const { change } = await planned(at, branchOf(deploy));
  at.remote.hook("pre-receive", "echo 'Frozen until Monday' >&2; exit 1");
  await assert.rejects(applied(at, change), (error: Error & { why: string; code: string }) => {
    assert.deepEqual([error.name, error.code], ["NotDone", "git-push-rejected"]);
    assert.match(error.why, /Frozen until Monday/);
    return true;
  });
  assert.equal(await at.remote.tip(branch), undefined);
});

test("over ssh: a server that is killed after it took the push leaves a doubt, and the look finds the branch", {
  skip: noSshd,
}, async (t) => {
  const at = await overSsh(t);
  const { change } = await planned(at, branchOf(deploy));
  at.remote.hook("post-receive", "kill -9 $PPID");
  const settled: { readonly happened: string }[] = [];
  const value = await applied(at, change, { settled: settled as never[] });
  assert.deepEqual(
    settled.map(({ happened }) => happened),
    ["yes"],
  );
  assert.deepEqual(value, { branch, commit: await at.remote.tip(branch), base: await at.remote.tip("master") });
});

test("over ssh: a server that is killed before it took the push leaves a doubt, and the look finds nothing", {
  skip: noSshd,
}, async (t) => {
  const at = await overSsh(t);
  const { change } = await planned(at, branchOf(deploy));
  at.remote.hook("pre-receive", "kill -9 $PPID");
  const settled: { readonly happened: string }[] = [];
  await assert.rejects(applied(at, change, { settled: settled as never[] }), { name: "OpsError" });
  assert.deepEqual(
    settled.map(({ happened }) => happened),
    ["no"],
  );
  at.remote.hook("pre-receive", undefined);
  await applied(at, change);
});

test("over ssh: an unknown host key, no key that is taken, no such repository, nobody there", {
  skip: noSshd,
}, async (t) => {
  const stranger = await overSsh(t, { isKnown: false });
  await assert.rejects(planned(stranger, branchOf(deploy)), { code: "git-host-key", reason: "system" });
  const denied = await overSsh(t, { hasKey: false });
  await assert.rejects(planned(denied, branchOf(deploy)), { code: "git-denied" });
  const { lab, url, remote, sshd } = await overSsh(t);
  const elsewhere = gitAt(url.replace("{repository}", "nowhere"), join(lab.folder, "b"));
  await assert.rejects(planned({ git: elsewhere }, branchOf(deploy)), { code: "git-no-repository" });
  const git = gitAt(url, join(lab.folder, "c"));
  const { change } = await planned({ git }, branchOf(deploy));
  await sshd.stop();
  await assert.rejects(applied({ git }, change), { name: "NotDone", code: "git-unreachable" });
  const look = await asked({ git }, "edit-needed", { edit: "deploy", version: "1.11.0" });
  assert.deepEqual([look.holds, /Connection refused/.test(look.detail)], ["unknown", true]);
  assert.equal(await remote.tip(branch), undefined);
});

test("over HTTP: fetch, edit, push, revert, a conflict; the token is in no process list and in no file", async (t) => {
  const lines: string[] = [];
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const at = await overWeb(t, () => {
    lines.push(...globSync("/proc/[0-9]*/cmdline").map(contentOf));
    return undefined;
  });
  await lifeOf(at);
  assert.ok(
    lines.some((line) => line.includes("push")),
    "the push was seen",
  );
  const files = globSync(`${at.folder}/console/**/*`, { exclude: ["**/objects/**"] }).map(contentOf);
  for (const text of [...lines, ...files]) assert.ok(!text.includes(token) && !text.includes(basic));
});

/** Empty for a directory, and for a process that has gone. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

test("over HTTP: a connection that breaks before or after the push leaves a doubt that a look settles", async (t) => {
  const at = await overWeb(t);
  const { change } = await planned(at, branchOf(deploy));
  const settled: { readonly happened: string }[] = [];
  // A connection that was used before is tried anew by git itself.
  at.fates.push("lost-before", "lost-before");
  await assert.rejects(applied(at, change, { settled: settled as never[] }), {
    name: "OpsError",
    code: "git-unreachable",
  });
  at.fates.push("lost-after", "lost-after");
  const value = await applied(at, change, { settled: settled as never[] });
  assert.deepEqual(
    settled.map(({ happened }) => happened),
    ["no", "yes"],
  );
  assert.deepEqual(value, { branch, commit: await at.remote.tip(branch), base: await at.remote.tip("master") });
});

test("over HTTP: a token that is not taken, and a server that says nothing", async (t) => {
  const at = await overWeb(t);
  process.env.GITHUB_TOKEN = "ghp_of-somebody-else";
  await assert.rejects(planned(at, branchOf(deploy)), (error: Error & { code: string }) => {
    assert.equal(error.code, "git-denied");
    assert.doesNotMatch(JSON.stringify(error) + String(error.stack), /somebody-else/);
    return true;
  });
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  t.after(() => silent.close());
  const address = silent.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const limits = { firstSeconds: 1, youngMs: 0 };
  const git = gitAt(`http://127.0.0.1:${port}/nubank/{repository}.git`, join(at.folder, "b"), { limits });
  await assert.rejects(planned({ git }, branchOf(deploy)), { code: "git-timeout", why: "no end within 1 s" });
  const left = gitAt(`http://127.0.0.1:${port}/nubank/{repository}.git`, join(at.folder, "c"));
  const look = planned({ git: left }, branchOf(deploy));
  setTimeout(() => left.close(), 500);
  await assert.rejects(look, "the console's end is not held up by a fetch");
});

test("two consoles that push the same at the same moment: one branch, and both have it", async (t) => {
  const at = await overWeb(t);
  const { change } = await planned(at, branchOf(deploy));
  const other = { git: gitAt(at.url, join(at.folder, "other")) };
  const same = { git: gitAt(at.url, join(at.folder, "console")) };
  const values = await Promise.all([at, other, same].map((console) => applied(console, change)));
  const commit = await at.remote.tip(branch);
  assert.deepEqual(
    values.map((value) => JSON.stringify(value).includes(commit ?? "?")),
    [true, true, true],
  );
});
