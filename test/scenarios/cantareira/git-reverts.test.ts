import assert from "node:assert/strict";
import test from "node:test";
import { applied } from "../../systems/git/applied.ts";
import { bump, bumpAndRevert, changed, merged } from "../../systems/git/reverted.ts";
import { author, branchOf, deploy, planned, revertOf, rubyAt, stage } from "../../systems/git/stage.ts";

for (const method of ["merge", "squash", "rebase"] as const) {
  test(`what came by ${method} is found by its content and taken back byte for byte`, async (t) => {
    await bumpAndRevert(await stage(t), method);
  });
}

test("a later change in the way is shown; a branch on which a person resolved it is taken as it is", async (t) => {
  const at = await stage(t);
  await applied(at, (await planned(at, branchOf(deploy))).change);
  await merged(at, bump, "merge");
  await changed(at, rubyAt("1.11.1"));
  const { change, observed } = await planned(at, revertOf(deploy));
  assert.equal(observed?.fields.state, "conflict");
  await assert.rejects(applied(at, change), (error: { code: string; why: string; next: string }) => {
    assert.equal(error.code, "revert-conflict");
    assert.match(error.why, /lib\/v\.rb:3: <<<<<<< master, now\nlib\/v\.rb:4: {3}MASTER = "1\.11\.1"/);
    assert.match(error.next, new RegExp(`git push origin revert-${bump}`));
    return true;
  });
  const files = { "lib/v.rb": rubyAt("1.9.0") };
  await at.repositories.commit("deploy", `revert-${bump}`, { author, at: 0, message: "By hand\n", files });
  const commit = await at.repositories.tip("deploy", `revert-${bump}`);
  assert.deepEqual(await applied(at, change), {
    branch: `revert-${bump}`,
    commit,
    base: await at.repositories.tip("deploy", "master"),
  });
});
