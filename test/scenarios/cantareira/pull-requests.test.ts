import assert from "node:assert/strict";
import test from "node:test";
import { NotDone } from "#src/model/error.ts";
import { branchOf, Engine, Stage } from "../../systems/github/stage.ts";
import { Died } from "../../systems/hosts/stage.ts";

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

test("a red check is final until somebody runs it again", async (t) => {
  const stage = await Stage.open(t, "red-check");
  await stage.opened("deploy");
  stage.minutes(20);
  const red = await stage.look("ready-to-merge", "deploy");
  assert.deepEqual([red.holds, red.isFinal], ["no", true]);
  assert.match(red.detail, /^nubank\/deploy#\d+: check ci\/build red: failure$/);
  assert.match(red.next ?? "", /mend it at https:\/\/github\.com\/nubank\/deploy\/pull\/\d+/);
  const merge = await stage.change("deploy", "merge", { method: "merge" });
  await assert.rejects(stage.apply(merge), { code: "not-ready-to-merge", reason: "check", name: "NotDone" });
  stage.troubles.end("red-check");
  assert.equal((await stage.look("ready-to-merge", "deploy")).holds, "yes");
  await stage.apply(merge);
});

test("without a review nothing is merged, however long one waits", async (t) => {
  const stage = await Stage.open(t, "missing-review");
  await stage.opened("aurora-jobs");
  stage.minutes(24 * 60);
  const state = await stage.look("ready-to-merge", "aurora-jobs");
  assert.match(state.detail, /^nubank\/aurora-jobs#\d+: review by one more$/);
  assert.deepEqual([state.holds, state.isFinal], ["no", undefined]);
  stage.troubles.end("missing-review");
  stage.minutes(2);
  assert.equal((await stage.look("ready-to-merge", "aurora-jobs")).holds, "yes");
});

test("a head that moved after its review waits for a review of what it is now", async (t) => {
  const stage = await Stage.open(t, "head-moved");
  await stage.opened("deploy");
  const untilReviewed = async (): Promise<void> => {
    stage.time.sleep(40_000);
    if ((await stage.look("ready-to-merge", "deploy")).holds !== "yes") await untilReviewed();
  };
  await untilReviewed();
  const reviewed = await stage.repositories.tip("deploy", branchOf("deploy"));
  stage.minutes(2);
  const state = await stage.look("ready-to-merge", "deploy");
  assert.equal(state.holds, "no");
  assert.match(state.detail, /review by one more of its head \w{7} \(reviewer-a approved \w{7}, and it moved since\)/);
  stage.minutes(6);
  const journal = await stage.apply(await stage.change("deploy", "merge", { method: "merge" }));
  assert.notEqual(Object(journal.done.get("merge")).head, reviewed);
  assert.deepEqual(Object(journal.done.get("merge")).approvedBy, ["reviewer-a"]);
});

test("a head that moves right before the merge is not merged", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  stage.minutes(20);
  const merge = await stage.change("deploy", "merge", { method: "merge" });
  const before = await stage.repositories.tip("deploy", "master");
  stage.before = async ({ method }) => {
    if (method === "PUT") await stage.push("deploy", "6.6.6");
  };
  const refused = await stage.apply(merge).catch((error) => error);
  assert.ok(refused instanceof NotDone);
  assert.match(refused.why, /^409 Head branch was modified/);
  assert.equal(await stage.repositories.tip("deploy", "master"), before);
});

test("a conflict is final, is shown, and goes on once it is resolved", async (t) => {
  const stage = await Stage.open(t, "merge-conflict");
  await stage.opened("scale-cluster");
  stage.minutes(20);
  const state = await stage.look("ready-to-merge", "scale-cluster");
  assert.deepEqual([state.holds, state.isFinal], ["no", true]);
  assert.match(state.detail, /: it conflicts with master$/);
  stage.troubles.end("merge-conflict");
  await stage.look("ready-to-merge", "scale-cluster");
  stage.minutes(20);
  await stage.apply(await stage.change("scale-cluster", "merge", { method: "squash" }));
  const text = String(await stage.repositories.read("scale-cluster", "master", "version.py"));
  assert.match(text, /^first\nMESOS_VERSION = "1\.11\.0"\n# Agents and masters have the same version\.\nlast\n$/);
});

test("a rate limit is waited for, and shown", async (t) => {
  const stage = await Stage.open(t, "rate-limit");
  const before = stage.time.now();
  await stage.opened("deploy");
  assert.equal((await stage.look("pr-open", "deploy")).holds, "yes");
  const [{ what, waitSeconds } = { what: "", waitSeconds: 0 }] = stage.throttled;
  assert.deepEqual([what, waitSeconds], ["GET /repos/nubank/deploy/pulls", 241]);
  assert.ok(stage.time.now() - before >= 240_000);
});

test("a merge that happened behind a 502 is found by a look", async (t) => {
  const stage = await Stage.open(t, "merge-502");
  await stage.opened("deploy");
  stage.minutes(20);
  const merge = await stage.change("deploy", "merge", { method: "merge" });
  const journal = await stage.apply(merge, new Engine(stage.world.clock));
  assert.ok(journal.events.some((event) => /^merge settled yes: nubank\/deploy#\d+ was merged/.test(event)));
  assert.equal(Object(journal.done.get("merge")).sha, await stage.repositories.tip("deploy", "master"));
  assert.equal(stage.changesAsked().filter((action) => action.startsWith("PUT")).length, 1);
});

test("a pull request whose answer is lost is found by its number, whatever became of it", async (t) => {
  for (const becomes of ["open", "closed"] as const) {
    const stage = await Stage.open(t);
    await stage.push("deploy");
    const change = await stage.change("deploy", "pull-request", { title: "Bump", body: "" });
    stage.loses = ({ method }) => {
      const [pull] = method === "POST" ? stage.github.all("deploy") : [];
      if (pull && becomes === "closed") stage.github.close(pull);
      return pull !== undefined;
    };
    const journal = await stage.apply(change);
    assert.ok(journal.events.some((event) => /^open settled yes: nubank\/deploy#\d+ was opened/.test(event)));
    assert.equal(stage.github.all("deploy").length, 1);
  }
});

test("a request that never got there is sent again", async (t) => {
  const stage = await Stage.open(t);
  await stage.push("deploy");
  const change = await stage.change("deploy", "pull-request", { title: "Bump", body: "" });
  let isFirst = true;
  stage.alters = ({ method }) => {
    if (method !== "POST" || !isFirst) return undefined;
    isFirst = false;
    return new Response("", { status: 503 });
  };
  const journal = await stage.apply(change);
  assert.ok(
    journal.events.includes("open settled no: no new pull request has the head nubank/deploy:bump-mesos-1.11.0-deploy"),
  );
  assert.equal(stage.github.all("deploy").length, 1);
});

test("whoever merged it, a merge is merged once; a refusal says GitHub's words", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  stage.minutes(20);
  const merge = await stage.change("deploy", "merge", { method: "merge" });
  const [pull] = stage.github.all("deploy");
  assert.ok(pull);
  stage.before = async ({ method }) => {
    if (method === "PUT") await stage.github.merge(pull, { method: "squash" });
  };
  const journal = await stage.apply(merge);
  assert.equal(Object(journal.done.get("merge")).sha, pull.merged?.sha);

  await stage.opened("aurora-jobs");
  stage.minutes(20);
  stage.before = async () => {};
  stage.alters = ({ method }) =>
    method === "PUT" ? Response.json({ message: "Merge commits are not allowed" }, { status: 405 }) : undefined;
  const refused = stage.apply(await stage.change("aurora-jobs", "merge", { method: "merge" }));
  await assert.rejects(refused, { name: "NotDone", code: "github-refused", why: "405 Merge commits are not allowed" });
});

test("two consoles that open it at the same moment have one pull request", async (t) => {
  const stage = await Stage.open(t);
  await stage.push("deploy");
  const change = await stage.change("deploy", "pull-request", { title: "Bump", body: "" });
  stage.before = async ({ method }) => {
    const words = { title: "Bump", head: branchOf("deploy"), base: "master", body: "", isDraft: false };
    if (method === "POST") await stage.github.open("deploy", words);
  };
  const journal = await stage.apply(change);
  const [only, ...others] = stage.github.all("deploy");
  assert.deepEqual([Object(journal.done.get("open")).number, others], [only?.number, []]);
});

test("a branch without a pull request is deleted where it is not wanted any more", async (t) => {
  const stage = await Stage.open(t);
  await stage.push("deploy");
  const close = await stage.change("deploy", "pull-request", { state: "closed" });
  assert.equal(close.does, "delete the branch nubank/deploy:bump-mesos-1.11.0-deploy");
  await stage.apply(close);
  assert.equal(await stage.repositories.tip("deploy", branchOf("deploy")), undefined);
});
