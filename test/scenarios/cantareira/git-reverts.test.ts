import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Edit } from "../../../src/model/sources.ts";
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
    assert.match(error.next, /, git revert -m 1 [0-9a-f]{40}, resolve, /);
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

/** One pin of a file with several, as the stacks of an environment's file are. */
function editOf(name: string): Edit {
  const pattern = `^${name} = "(?<version>[0-9][\\w.-]*)"$`;
  return { ...deploy, id: name, files: ["pins"], pins: [{ of: name, pattern, matches: 1 }] };
}

test("bumps of one file's pins and their reverts, in any order and merged in any way, leave its bytes", async (t) => {
  const names = ["test", "dev", "stable"];
  const order = fc.shuffledSubarray(names, { minLength: 1 });
  const methods = fc.array(fc.constantFrom("merge", "squash", "rebase"), { minLength: 6, maxLength: 6 });
  const text = names.map((name) => `# ${name}\r\n\n${name} = "1.9.0"\r\n\n`).join("");
  const run = async (
    bumps: readonly string[],
    left: readonly number[],
    ways: readonly ("merge" | "squash" | "rebase")[],
  ) => {
    const [edit = deploy, ...others] = names.map(editOf);
    const at = await stage(t, { edit, others, files: { pins: text } });
    const tree = await at.repositories.git("deploy", "rev-parse", "master^{tree}");
    for (const [index, name] of bumps.entries()) {
      await applied(at, (await planned(at, branchOf(editOf(name)))).change);
      await merged(at, `bump-mesos-1.11.0-${name}`, ways[index] ?? "merge");
    }
    const back = bumps.toSorted((one, other) => (left[names.indexOf(one)] ?? 0) - (left[names.indexOf(other)] ?? 0));
    for (const [index, name] of back.entries()) {
      await applied(at, (await planned(at, revertOf(editOf(name)))).change);
      await merged(at, `revert-bump-mesos-1.11.0-${name}`, ways[index + 3] ?? "merge");
    }
    assert.equal(await at.repositories.git("deploy", "rev-parse", "master^{tree}"), tree);
  };
  const ranks = fc.array(fc.nat(9), { minLength: 3, maxLength: 3 });
  await fc.assert(fc.asyncProperty(order, ranks, methods, run), { numRuns: 3, endOnFailure: true });
});
