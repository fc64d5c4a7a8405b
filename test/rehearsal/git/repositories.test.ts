import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { type Moved, Repositories } from "../../../src/rehearsal/git/repositories.ts";

const author = { name: "dev-a", email: "dev-a@example.com" };
const at = Date.UTC(2026, 0, 5);
const edit = (path: string, content: string | null) => ({
  author,
  at,
  message: `Edit ${path}\n`,
  files: { [path]: content },
});
const order = { base: "master", title: "Merge pull request #1", message: "Why", at };

function stage(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "repositories-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const seeds = [{ name: "deploy", defaultBranch: "master", commits: [edit("file", "1\n2\n3\n"), edit("other", "x")] }];
  return new Repositories({ folder: join(folder, "worlds"), seeds });
}

test("a repository is made when it is first asked for, with its history", async (t) => {
  const repositories = stage(t);
  const [last, first] = await repositories.log("deploy", "master");
  assert.deepEqual([last?.title, first?.title], ["Edit other", "Edit file"]);
  assert.deepEqual(last?.parents, [first?.sha]);
  assert.deepEqual(await repositories.list("deploy", "master"), ["file", "other"]);
  assert.equal(String(await repositories.read("deploy", "master", "file")), "1\n2\n3\n");
  assert.equal(await repositories.tip("deploy", "nothing"), undefined);
  assert.equal(await repositories.git("deploy", "fsck", "--strict"), "");
});

test("merge keeps both parents, squash makes one commit, rebase keeps the commits", async (t) => {
  const repositories = stage(t);
  const parents = async (method: "merge" | "squash" | "rebase", path: string) => {
    await repositories.commit("deploy", path, edit(path, "new"));
    await repositories.commit("deploy", path, edit(`${path}-too`, "new"));
    const head = await repositories.tip("deploy", path);
    const before = await repositories.tip("deploy", "master");
    const merged = await repositories.merge("deploy", { ...order, head: path, method });
    assert.ok("sha" in merged);
    const [top] = await repositories.log("deploy", "master", "-1");
    assert.equal(top?.sha, merged.sha);
    return { top, isOnBase: top?.parents[0] === before, isOnHead: top?.parents[1] === head };
  };
  const merged = await parents("merge", "a");
  assert.deepEqual([merged.top?.title, merged.isOnBase, merged.isOnHead], [order.title, true, true]);
  const squashed = await parents("squash", "b");
  assert.deepEqual([squashed.top?.parents.length, squashed.isOnBase], [1, true]);
  const rebased = await parents("rebase", "c");
  assert.deepEqual([rebased.top?.title, rebased.top?.author, rebased.top?.parents.length], ["Edit c-too", "dev-a", 1]);
});

test("a conflict names its files and moves nothing", async (t) => {
  const repositories = stage(t);
  await repositories.commit("deploy", "one", edit("file", "one\n2\n3\n"));
  await repositories.commit("deploy", "two", edit("file", "two\n2\n3\n"));
  await repositories.merge("deploy", { ...order, head: "one", method: "squash" });
  const before = await repositories.tip("deploy", "master");
  for (const method of ["merge", "squash", "rebase"] as const) {
    assert.deepEqual(await repositories.merge("deploy", { ...order, head: "two", method }), { conflict: ["file"] });
  }
  assert.equal(await repositories.tip("deploy", "master"), before);
});

test("watchers hear of every branch that moves, and writers take turns", async (t) => {
  const repositories = stage(t);
  const moves: Moved[] = [];
  repositories.watch((moved) => moves.push(moved));
  const paths = ["a", "b", "c", "d"];
  await Promise.all(paths.map((path) => repositories.commit("deploy", "bump", edit(path, path))));
  assert.deepEqual(await repositories.list("deploy", "bump"), [...paths, "file", "other"]);
  await repositories.remove("deploy", "bump");
  await repositories.remove("deploy", "bump");
  assert.deepEqual(
    moves.map(({ before, after }) => [before !== undefined, after !== undefined]),
    [[false, true], ...Array(3).fill([true, true]), [true, false]],
  );
});
