import assert from "node:assert/strict";
import test from "node:test";
import { applied } from "./applied.ts";
import { asked, author, branchOf, deploy, planned, revertOf, rubyAt, type Stage, stage } from "./stage.ts";

const bump = "bump-mesos-1.11.0-deploy";
const parameters = { edit: "deploy", branch: bump };

async function merged({ repositories, later }: Stage, head: string, method: "merge" | "squash" | "rebase") {
  const order = { base: "master", head, method, title: `Merge ${head}`, message: "", at: Date.UTC(2026, 10, 21) };
  const result = await repositories.merge("deploy", order);
  assert.ok("sha" in result);
  await repositories.remove("deploy", head);
  later();
  return result.sha;
}

async function changed({ repositories, later }: Stage, text: string) {
  const at = Date.UTC(2026, 10, 22);
  await repositories.commit("deploy", "master", { author, at, message: "Later\n", files: { "lib/v.rb": text } });
  later();
}

for (const method of ["merge", "squash", "rebase"] as const) {
  test(`what came by ${method} is found by its content and taken back byte for byte`, async (t) => {
    const at = await stage(t);
    await applied(at, (await planned(at, branchOf(deploy))).change);
    const sha = await merged(at, bump, method);
    const came = await asked(at, "edit-merged", { edit: "deploy", version: "1.11.0", branch: bump });
    assert.deepEqual([came.holds, came.value], ["yes", broughtBy(sha)]);
    assert.equal((await asked(at, "revert-needed", parameters)).holds, "yes");
    await changed(at, rubyAt("1.11.0", "# a later line\n\n\n# far away\n"));
    const { change } = await planned(at, revertOf(deploy));
    assert.match(String(change?.after?.diff), /- {2}MASTER = "1.11.0"\n- {2}SLAVE = "1.11.0"\n\+ {2}MASTER = "1.9.0"/);
    await applied(at, change);
    const [commit] = await at.repositories.log("deploy", `revert-${bump}`);
    assert.match(commit?.title ?? "", /^Revert "/);
    const taken = await merged(at, `revert-${bump}`, method);
    const back = await asked(at, "revert-merged", parameters);
    assert.deepEqual([back.holds, back.value], ["yes", { sha: taken, short: taken.slice(0, 10) }]);
    assert.equal((await asked(at, "revert-needed", parameters)).holds, "no");
    const text = String(await at.repositories.read("deploy", "master", "lib/v.rb"));
    assert.equal(text, rubyAt("1.9.0", "# a later line\n\n\n# far away\n"));
  });
}

function broughtBy(sha: string) {
  const before = { "mesos-master": "1.9.0", "mesos-slave": "1.9.0" };
  return { sha, short: sha.slice(0, 10), before };
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

test("what was never merged, or is back already, needs no revert", async (t) => {
  const at = await stage(t);
  assert.match((await asked(at, "revert-needed", parameters)).detail, /never had 1\.11\.0/);
  const { change, notes } = await planned(at, revertOf(deploy));
  assert.deepEqual([change, notes], [undefined, ["nubank/deploy: the default branch is as it is to be already"]]);
});
