import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { stage } from "./stage.ts";

test("the real git clones over github.com's door, pushes a branch, and may not push to the protected one", async (t) => {
  const { folder, git, clone, remote, repositories, served } = await stage(t);
  await clone("deploy");
  const file = join(folder, "deploy/lib/recipes/mesos_cluster.rb");
  const text = readFileSync(file, "utf8");
  assert.match(text, /MESOS_MASTER_VERSION = "1\.9\.0"\.freeze/);
  writeFileSync(file, text.replaceAll("1.9.0", "1.11.0"));
  await git("deploy", "commit", "-qam", "Bump");
  await git("deploy", "push", "-q", "origin", "HEAD:refs/heads/bump");
  assert.equal(await repositories.tip("deploy", "bump"), await git("deploy", "rev-parse", "HEAD"));
  await assert.rejects(git("deploy", "push", "-q", "origin", "HEAD:master"), /GH006: Protected branch update failed/);
  await assert.rejects(git(".", "ls-remote", remote("nothing")), /Repository not found/);
  const pushes = served.world.requests.since(0).filter(({ isMutating }) => isMutating);
  assert.deepEqual(
    pushes.map(({ service, action }) => `${service} ${action}`),
    ["bump", "master"].map((branch) => `git POST /nubank/deploy.git/git-receive-pack ${branch}`),
  );
});

test("nothing is served without the world's token, and everything is gone at its end", async (t) => {
  const { git, remote, world, served, folder, repositories } = await stage(t);
  const wrong = ["-c", "http.extraHeader=", "-c", "http.extraHeader=Authorization: Bearer ghp_operators"];
  await assert.rejects(git(".", ...wrong, "ls-remote", remote("deploy")), /could not read Username/);
  await assert.rejects(world.connect("gitlab.com", 443), /ECONNREFUSED/);
  await repositories.ready();
  assert.ok(existsSync(join(folder, "worlds")));
  await served.close();
  assert.ok(!existsSync(repositories.root));
});

test("push-rejected: the hook of aurora-jobs refuses the first push, in its own words", async (t) => {
  const { git, clone } = await stage(t, "push-rejected");
  await clone("aurora-jobs");
  const push = () => git("aurora-jobs", "push", "origin", "HEAD:refs/heads/bump");
  await assert.rejects(push(), /policy server; try again later[\s\S]*pre-receive hook declined/);
  await push();
});

test("reset-after-send: the third change, here a push, is carried out, and no answer comes", async (t) => {
  const { git, clone, repositories } = await stage(t, "reset-after-send");
  await clone("sabesp");
  const push = (branch: string) => git("sabesp", "push", "-q", "origin", `HEAD:refs/heads/${branch}`);
  await push("one");
  await push("two");
  // Git's HTTP library may send it again by itself, and is then told that the branch exists.
  await assert.rejects(push("three"), /unexpected disconnect|hung up|reference already exists/);
  assert.equal(await repositories.tip("sabesp", "three"), await git("sabesp", "rev-parse", "HEAD"));
});
