import assert from "node:assert/strict";
import test from "node:test";
import { applied } from "../../systems/git/applied.ts";
import { author, branchOf, deploy, planned, rubyAt, stage } from "../../systems/git/stage.ts";

const branch = "bump-mesos-1.11.0-deploy";

test("a lost answer is looked for on the remote, and a second console joins what the first one pushed", async (t) => {
  const at = await stage(t);
  const { change } = await planned(at, branchOf(deploy));
  const first = await applied(at, change, { lost: ["push"] });
  const second = await applied({ git: at.another("second") }, change);
  assert.deepEqual(second, first);
  assert.equal(at.requests.filter((request) => request === "POST /nubank/deploy.git/git-receive-pack").length, 1);
});

test("a branch of another content is never overwritten", async (t) => {
  const at = await stage(t);
  const { change } = await planned(at, branchOf(deploy));
  const files = { "lib/v.rb": rubyAt("1.11.0", "# and more\n") };
  await at.repositories.commit("deploy", branch, { author, at: 0, message: "Mine\n", files });
  const tip = await at.repositories.tip("deploy", branch);
  await assert.rejects(applied(at, change), { name: "NotDone", code: "branch-taken" });
  at.later();
  await assert.rejects(planned(at, branchOf(deploy)), { code: "branch-taken", reason: "check" });
  assert.equal(await at.repositories.tip("deploy", branch), tip);
});
