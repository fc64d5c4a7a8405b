import assert from "node:assert/strict";
import test from "node:test";
import { applied } from "./applied.ts";
import { asked, author, branchOf, deploy, models, operator, planned, rubyAt, stage } from "./stage.ts";

const branch = "bump-mesos-1.11.0-deploy";

test("an edit is shown as a diff, pushed as one commit of the operator, and then seen to be there", async (t) => {
  const at = await stage(t);
  const { change, observed } = await planned(at, branchOf(deploy));
  assert.equal(observed?.fields.state, "needed");
  assert.deepEqual(change?.before, { versions: { "mesos-master": "1.9.0", "mesos-slave": "1.9.0" } });
  assert.equal(
    change?.after?.diff,
    [
      ...["--- a/lib/v.rb", "+++ b/lib/v.rb", "@@ -1,5 +1,5 @@", " # versions", " module Versions"],
      ...['-  MASTER = "1.9.0"', '+  MASTER = "1.11.0"', '-  SLAVE = "1.9.0"', '+  SLAVE = "1.11.0"', " end"],
    ].join("\n"),
  );
  const tip = await at.repositories.tip("deploy", "master");
  const value = await applied(at, change);
  assert.deepEqual(value, { branch, base: tip, commit: await at.repositories.tip("deploy", branch) });
  assert.equal(String(await at.repositories.read("deploy", branch, "lib/v.rb")), rubyAt("1.11.0"));
  const [commit] = await at.repositories.log("deploy", branch);
  assert.deepEqual([commit?.author, commit?.email, commit?.title], [operator.name, operator.email, "Run Mesos 1.11.0"]);
  assert.deepEqual(commit?.parents, [tip]);
  const again = await planned(at, branchOf(deploy));
  assert.equal(again.change, undefined);
  assert.deepEqual(again.notes, [`nubank/deploy: the branch ${branch} is there with this very change`]);
  assert.equal((await asked(at, "edit-needed", { edit: "deploy", version: "1.11.0" })).holds, "yes");
});

test("looks at the same moment share one fetch of each repository", async (t) => {
  const at = await stage(t);
  const parameters = { edit: "deploy", version: "1.11.0" };
  const names = ["edit-needed", "edit-merged"];
  const looks = await Promise.all(names.map((name) => asked(at, name, parameters)));
  assert.deepEqual(
    looks.map(({ holds }) => holds),
    ["yes", "no"],
  );
  const edit = JSON.parse(JSON.stringify(models.edit));
  const { value } = await asked(at, "depends", { repositories: ["model-a", "model-b"], edit });
  assert.deepEqual(value, ["model-a"]);
  const agree = await asked(at, "pins-agree", { version: "1.9.0" });
  assert.deepEqual([agree.holds, agree.progress], ["yes", { done: 7, total: 7 }]);
  const fetches = at.requests.filter((request) => request.endsWith("/info/refs"));
  assert.equal(fetches.length, 3, fetches.join("\n"));
});

test("a bump goes forwards: a newer pin is named, but where it is excepted", async (t) => {
  const at = await stage(t);
  const below = (except: readonly string[]) => asked(at, "pins-not-newer", { version: "1.8.1", except });
  assert.equal((await asked(at, "pins-not-newer", { version: "1.9.0" })).holds, "yes");
  const { holds, detail } = await below([]);
  assert.equal(holds, "no");
  assert.match(detail, /^7 of 7 places have a newer version\n[\s\S]*deploy lib\/v\.rb:\d+ [\w-]+ 1\.9\.0/);
  assert.doesNotMatch((await below(["deploy"])).detail, /deploy lib/);
});

test("a version whose places are gone, or not all as the edit has them, has not come to the default branch", async (t) => {
  const at = await stage(t);
  const version = "1.11.0";
  const later = ["module Versions\nend\n", rubyAt(version).replace(/^ {2}SLAVE.*\n/m, "")];
  for (const text of later) {
    const commit = {
      author,
      at: at.world.clock.now(),
      message: "Write it in another way\n",
      files: { "lib/v.rb": text },
    };
    await at.repositories.commit("deploy", "master", commit);
    at.later();
    const merged = await asked(at, "edit-merged", { edit: "deploy", version });
    assert.deepEqual([merged.holds, merged.value], ["no", undefined]);
    assert.match(merged.detail, /mesos-slave: 0 places, 1 expected$/);
  }
});

test("a commit of a time that no clock tells hides no pin", async (t) => {
  const at = await stage(t);
  const commit = { author, at: 9e15, message: "Later than all times\n", files: { "lib/v.rb": rubyAt("1.10.0") } };
  await at.repositories.commit("deploy", "master", commit);
  const pins = await at.git.pins();
  const own = pins.flatMap((pin) => ("change" in pin && pin.edit === "deploy" ? [[pin.value, pin.change.at]] : []));
  assert.ok(own.length > 0);
  for (const [value, when] of own) assert.deepEqual([value, when], ["1.10.0", "1970-01-01T00:00:00.000Z"]);
});
