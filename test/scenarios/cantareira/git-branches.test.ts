import assert from "node:assert/strict";
import test from "node:test";
import { runGit } from "../../../src/rehearsal/git/run.ts";
import { applied } from "../../systems/git/applied.ts";
import { author, branchOf, deploy, planned, revertOf, rubyAt, type Stage, stage } from "../../systems/git/stage.ts";

const branch = "bump-mesos-1.11.0-deploy";

test("a lost answer is looked for on the remote, and a second console joins what the first one pushed", async (t) => {
  const at = await stage(t);
  const { change } = await planned(at, branchOf(deploy));
  const first = await applied(at, change, { lost: ["push"] });
  const second = await applied({ git: at.another("second") }, change);
  assert.deepEqual(second, first);
  assert.equal(at.requests.filter((request) => request === "POST /nubank/deploy.git/git-receive-pack").length, 1);
});

test("a push that the remote refuses did not happen, and its words are shown", async (t) => {
  const refusals = ["Commits are frozen until Monday"];
  const at = await stage(t, { refusal: () => refusals.pop() });
  const { change } = await planned(at, branchOf(deploy));
  await assert.rejects(applied(at, change), (error: { name: string; code: string; why: string }) => {
    assert.deepEqual([error.name, error.code], ["NotDone", "git-push-rejected"]);
    assert.match(error.why, /Commits are frozen until Monday/);
    return true;
  });
  await applied(at, change);
});

test("a branch of another content is never overwritten", async (t) => {
  const at = await stage(t);
  const { change } = await planned(at, branchOf(deploy));
  const files = { "lib/v.rb": rubyAt("1.11.0", "# mine\n") };
  await at.repositories.commit("deploy", branch, { author, at: 0, message: "Mine\n", files });
  const tip = await at.repositories.tip("deploy", branch);
  await assert.rejects(applied(at, change), { name: "NotDone", code: "branch-taken" });
  at.later();
  await assert.rejects(planned(at, branchOf(deploy)), { code: "branch-taken", reason: "check" });
  assert.equal(await at.repositories.tip("deploy", branch), tip);
});

test("a branch into which the default branch was merged since is still this very edit", async (t) => {
  const at = await stage(t);
  await applied(at, (await planned(at, branchOf(deploy))).change);
  const other = { author, at: 0, message: "Other\n", files: { other: "x" } };
  await at.repositories.commit("deploy", "master", other);
  at.later();
  assert.equal((await planned(at, branchOf(deploy))).observed?.fields.state, "pushed");
  const order = {
    base: branch,
    head: "master",
    method: "merge",
    title: "Update",
    message: "",
    at: Date.UTC(2026, 10, 21),
  } as const;
  await at.repositories.merge("deploy", order);
  at.later();
  assert.equal((await planned(at, branchOf(deploy))).observed?.fields.state, "pushed");
  await at.repositories.commit("deploy", branch, { ...other, files: { changelog: "x" } });
  at.later();
  const { notes } = await planned(at, branchOf(deploy));
  assert.deepEqual(notes, [
    `nubank/deploy: the branch ${branch} is there with this very change, and 1 more commit upon it`,
  ]);
  await at.repositories.commit("deploy", branch, { ...other, files: { "lib/v.rb": rubyAt("1.9.0") } });
  at.later();
  await assert.rejects(planned(at, branchOf(deploy)), { code: "branch-taken" });
});

test("links, submodules, binary and large files are not looked into, and a pattern that takes for ever is stopped", async (t) => {
  const large = `${"x".repeat(1024 * 1024)}\n${rubyAt("1.9.0")}`;
  const files = {
    "lib/v.rb": rubyAt("1.9.0", `# ${"a".repeat(40)}!\n`),
    "lib/large.rb": large,
    "lib/binary.rb": Buffer.from("\0  MASTER"),
  };
  const at = await stage(t, { files });
  const who = ["-c", "user.name=dev-a", "-c", "user.email=dev-a@example.com"];
  const git = (...args: readonly string[]) => at.repositories.git("deploy", ...who, ...args);
  const tip = await git("rev-parse", "master");
  const blob = await git("rev-parse", "master:lib/v.rb");
  const lib = (await git("ls-tree", "master:lib")).split("\n");
  const entries = [...lib, `120000 blob ${blob}\tlink.rb`, `160000 commit ${tip}\tmodule.rb`];
  const tree = await treeOf(at, entries);
  await git("update-ref", "refs/heads/master", await git("commit-tree", "-p", tip, "-m", "Links", tree));
  assert.equal((await planned(at, branchOf(deploy))).observed?.fields.state, "needed");
  const more = { ...deploy, pins: deploy.pins.map((pin) => ({ ...pin, matches: 2 })) };
  at.later();
  await assert.rejects(planned(at, branchOf(more)), (error: { why: string }) => {
    const passedOver = error.why.split("\n").filter((line) => line.endsWith("is not looked into"));
    const names = [
      "binary.rb (a binary file)",
      "large.rb (larger than 1 MiB)",
      "link.rb (a symbolic link)",
      "module.rb (a submodule)",
    ];
    assert.deepEqual(
      passedOver.sort(),
      names.map((name) => `lib/${name} is not looked into`),
    );
    return true;
  });
  const slow = { of: "mesos", pattern: "^# (?<version>(a+)+)$", matches: 1 } as const;
  at.later();
  await assert.rejects(planned(at, branchOf({ ...deploy, pins: [slow] })), { code: "edit-pattern" });
});

/** The tree of the root with `lib` made of these entries. */
async function treeOf({ repositories }: Stage, entries: readonly string[]): Promise<string> {
  const make = (lines: readonly string[]) => {
    const call = { folder: repositories.path("deploy"), args: ["mktree", "--missing"], input: `${lines.join("\n")}\n` };
    return runGit(call);
  };
  return await make([`040000 tree ${await make(entries)}\tlib`]);
}

/** As somebody does it who merges by hand: the branch stays. */
async function mergedAndKept({ repositories, later }: Stage, head: string) {
  const order = { base: "master", head, method: "squash", title: `Merge ${head}`, message: "" } as const;
  assert.ok("sha" in (await repositories.merge("deploy", { ...order, at: Date.UTC(2026, 10, 21) })));
  later();
}

test("a branch that is left of an earlier bump, or of its revert, is not taken for this one", async (t) => {
  const at = await stage(t);
  const revert = `revert-${branch}`;
  await applied(at, (await planned(at, branchOf(deploy))).change);
  await mergedAndKept(at, branch);
  await applied(at, (await planned(at, revertOf(deploy))).change);
  await mergedAndKept(at, revert);
  await assert.rejects(planned(at, branchOf(deploy)), (error: { code: string; why: string; next: string }) => {
    assert.equal(error.code, "branch-taken");
    assert.match(error.why, /it was made before 1\.11\.0 came with [0-9a-f]{10}/);
    assert.match(error.next, /delete it on the remote/);
    return true;
  });
  await at.repositories.remove("deploy", branch);
  at.later();
  await applied(at, (await planned(at, branchOf(deploy))).change);
  await mergedAndKept(at, branch);
  await assert.rejects(planned(at, revertOf(deploy)), { code: "branch-taken" });
});
