import assert from "node:assert/strict";
import test from "node:test";
import { Died } from "../hosts/stage.ts";
import { branchOf, Engine, Stage } from "./stage.ts";

test("a pull request is opened, reviewed, checked and merged as it was reviewed", async (t) => {
  const stage = await Stage.open(t);
  const head = await stage.push("deploy");
  const opened = await stage.apply(await stage.change("deploy", "pull-request", { title: "Bump", body: "Why" }));
  const { number, url } = Object(opened.done.get("open"));
  assert.deepEqual(opened.done.get("open"), { number, url, head });
  assert.equal(url, `https://github.com/nubank/deploy/pull/${number}`);

  const early = await stage.look("ready-to-merge", "deploy");
  assert.equal(early.holds, "no");
  assert.match(
    early.detail,
    /^nubank\/deploy#\d+: review by one more; check ci\/build queued; check gocd\/lint running$/,
  );
  assert.match(early.next ?? "", /have it reviewed: https/);
  stage.minutes(20);
  const ready = await stage.look("ready-to-merge", "deploy");
  assert.equal(ready.detail, `nubank/deploy#${number}: approved by reviewer-a; 2 checks green`);
  assert.deepEqual(Object(ready.value).checks, ["ci/build success", "gocd/lint success"]);

  const merge = await stage.change("deploy", "merge", { method: "merge" });
  assert.deepEqual(
    [merge.does, merge.risk, merge.interrupts],
    [`merge nubank/deploy#${number} into master`, "disruptive", "deploy will build and deliver it"],
  );
  const { sha, ...merged } = Object((await stage.apply(merge)).done.get("merge"));
  assert.equal(await stage.repositories.tip("deploy", "master"), sha);
  const mergedAt = new Date(stage.time.now()).toISOString();
  assert.deepEqual({ ...merged, mergedAt }, { number, url, head, approvedBy: ["reviewer-a"], mergedAt });
  assert.equal(await stage.repositories.tip("deploy", branchOf("deploy")), undefined);
  assert.equal((await stage.look("merged", "deploy")).holds, "yes");
  assert.deepEqual(Object((await stage.look("merged", "deploy")).value).sha, sha);
  assert.equal((await stage.look("pr-settled", "deploy")).holds, "yes");
});

test("a second console joins: never a second pull request, never a second merge", async (t) => {
  const stage = await Stage.open(t);
  await stage.push("deploy");
  const open = await stage.change("deploy", "pull-request", { title: "Bump", body: "" });
  const merge = await stage.change("deploy", "merge", { method: "merge" });
  await stage.apply(open);
  assert.deepEqual(await stage.changes("deploy", "pull-request", { title: "Bump", body: "" }), []);
  await stage.apply(open, new Engine(stage.world.clock), stage.console());
  stage.minutes(20);
  await stage.apply(merge);
  await stage.apply(merge, new Engine(stage.world.clock), stage.console());
  await stage.apply(open, new Engine(stage.world.clock), stage.console());
  assert.deepEqual(
    stage.changesAsked().map((action) => action.replace(/\d+\/merge/, "N/merge")),
    [
      "POST /repos/nubank/deploy/pulls",
      "PUT /repos/nubank/deploy/pulls/N/merge",
      `DELETE /repos/nubank/deploy/git/refs/heads/${branchOf("deploy")}`,
    ],
  );
});

for (const effect of ["newest-before", "open", "merge", "delete-branch"])
  test(`a console that dies in ${effect} is followed by one that looks`, async (t) => {
    const stage = await Stage.open(t);
    await stage.push("deploy");
    const kinds = ["pull-request", "merge"].map((kind) => stage.change("deploy", kind, { method: "merge" }));
    const [open, merge] = await Promise.all(kinds);
    for (const change of [open, merge]) {
      assert.ok(change);
      if (change === merge) stage.minutes(20);
      const journal = new Engine(stage.world.clock);
      journal.diesIn = effect;
      const died = await stage.apply(change, journal).catch((error) => error);
      journal.diesIn = undefined;
      if (died instanceof Died) await stage.apply(change, journal, stage.console());
    }
    const asked = stage.changesAsked();
    assert.equal(asked.filter((action) => action.startsWith("POST")).length, 1);
    assert.equal(asked.filter((action) => action.startsWith("PUT")).length, 1);
    assert.equal(stage.github.all("deploy").length, 1);
    assert.equal((await stage.look("merged", "deploy")).holds, "yes");
  });

test("what is not wanted any more is closed, and its branch goes", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  const close = await stage.change("deploy", "pull-request", { state: "closed" });
  assert.match(close.does ?? "", /^close nubank\/deploy#\d+ without merging, and delete the branch nubank\/deploy:/);
  await stage.apply(close);
  assert.equal(await stage.repositories.tip("deploy", branchOf("deploy")), undefined);
  assert.deepEqual(await stage.changes("deploy", "pull-request", { state: "closed" }), []);
  const state = await stage.look("ready-to-merge", "deploy");
  assert.deepEqual([state.holds, state.isFinal], ["no", true]);
  assert.match(state.detail, /was closed without merging/);
  assert.equal((await stage.changes("deploy", "pull-request", { title: "Again", body: "" })).length, 1);
});

test("a push after the merge stays", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  stage.minutes(20);
  const merge = await stage.change("deploy", "merge", { method: "squash" });
  const journal = new Engine(stage.world.clock);
  journal.diesIn = "merge";
  await stage.apply(merge, journal).catch(() => undefined);
  const later = await stage.push("deploy", "1.12.0");
  journal.diesIn = undefined;
  await stage.apply(merge, journal, stage.console());
  assert.equal(await stage.repositories.tip("deploy", branchOf("deploy")), later);
  assert.match(journal.lines.join("\n"), /the branch nubank\/deploy:bump-mesos-1\.11\.0-deploy is kept/);
});

test("targets are the same before and after", async (t) => {
  const stage = await Stage.open(t);
  const before = await stage.change("deploy", "pull-request", { title: "Bump", body: "" });
  assert.deepEqual(before.targets, await stage.system.resolve(before));
  assert.equal(before.targets[0]?.id, "nubank/deploy:bump-mesos-1.11.0-deploy");
  await stage.opened("deploy");
  assert.deepEqual(before.targets, await stage.system.resolve(before));
});
