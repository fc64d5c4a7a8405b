import assert from "node:assert/strict";
import { applied } from "./applied.ts";
import { asked, author, branchOf, deploy, planned, revertOf, rubyAt, type Stage } from "./stage.ts";

export const bump = "bump-mesos-1.11.0-deploy";
const parameters = { edit: "deploy", branch: bump };
type Method = "merge" | "squash" | "rebase";

/** As the merge button does it, and the branch is deleted. */
export async function merged({ repositories, later }: Stage, head: string, method: Method) {
  const order = { base: "master", head, method, title: `Merge ${head}`, message: "", at: Date.UTC(2026, 10, 21) };
  const result = await repositories.merge("deploy", order);
  assert.ok("sha" in result);
  await repositories.remove("deploy", head);
  later();
  return result.sha;
}

/** Somebody changes the file on the default branch. */
export async function changed({ repositories, later }: Stage, text: string) {
  const at = Date.UTC(2026, 10, 22);
  await repositories.commit("deploy", "master", { author, at, message: "Later\n", files: { "lib/v.rb": text } });
  later();
}

/** A bump is merged, something else changes, and the bump is taken back. */
export async function bumpAndRevert(at: Stage, method: Method): Promise<void> {
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
}

function broughtBy(sha: string) {
  const before = { "mesos-master": "1.9.0", "mesos-slave": "1.9.0" };
  return { sha, short: sha.slice(0, 10), before };
}
