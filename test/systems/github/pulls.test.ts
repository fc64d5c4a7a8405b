import assert from "node:assert/strict";
import test from "node:test";
import { present } from "../../conformance/aws/case.ts";
import { branchOf, Engine, Stage, token } from "./stage.ts";

test("a pull request is opened, reviewed, checked and merged as it was reviewed", async (t) => {
  const stage = await Stage.open(t);
  const head = await stage.push("deploy");
  const opened = await stage.apply(await stage.change("deploy", "pull-request", { title: "Bump", body: "Why" }));
  const { number, url } = Object(opened.done.get("open"));
  assert.deepEqual(opened.done.get("open"), { number, url, head });
  assert.equal(url, `https://github.com/nubank/deploy/pull/${number}`);

  const { detail } = await stage.look("ready-to-merge", "deploy");
  assert.match(detail, /^nubank\/deploy#\d+: review by one more; no check has begun yet$/);
  stage.minutes(0.1);
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

test("targets are the same before and after", async (t) => {
  const stage = await Stage.open(t);
  const before = await stage.change("deploy", "pull-request", { title: "Bump", body: "" });
  assert.deepEqual(before.targets, await stage.system.resolve(before));
  assert.equal(before.targets[0]?.id, "nubank/deploy:bump-mesos-1.11.0-deploy");
  await stage.opened("deploy");
  assert.deepEqual(before.targets, await stage.system.resolve(before));
});

async function reviewed(t: Parameters<typeof Stage.open>[0]) {
  const stage = await Stage.open(t, "missing-review");
  await stage.opened("aurora-jobs");
  stage.minutes(20);
  const pull = present(stage.github.all("aurora-jobs")[0]);
  const detail = async () => (await stage.look("ready-to-merge", "aurora-jobs")).detail.replace(/^.*?#\d+: /, "");
  return { stage, pull, detail };
}

test("what counts is the last word of each reviewer, of exactly the head", async (t) => {
  const { stage, pull, detail } = await reviewed(t);
  const say = (login: string, state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED") =>
    stage.github.review(pull, { login, state });
  say("reviewer-b", "CHANGES_REQUESTED");
  assert.equal(await detail(), "review by one more; reviewer-b requests changes");
  say("reviewer-c", "APPROVED");
  assert.equal(await detail(), "reviewer-b requests changes");
  say("reviewer-b", "COMMENTED");
  assert.equal(await detail(), "reviewer-b requests changes");
  say("reviewer-b", "DISMISSED");
  assert.equal(await detail(), "approved by reviewer-c; 2 checks green");
  say("reviewer-c", "DISMISSED");
  assert.equal(await detail(), "review by one more");
});

test("a bystander's approval is none, nor the author's own", async (t) => {
  const { stage, pull, detail } = await reviewed(t);
  stage.github.review(pull, { login: "passer-by", state: "APPROVED", association: "NONE" });
  stage.github.review(pull, { login: "operator", state: "APPROVED" });
  assert.equal(await detail(), "review by one more");
});

test("a draft, and one that goes elsewhere, are not ready", async (t) => {
  const { stage, pull, detail } = await reviewed(t);
  stage.github.review(pull, { login: "reviewer-b", state: "APPROVED" });
  pull.isDraft = true;
  assert.equal(await detail(), "it is a draft");
});

test("more approvals may be asked for, fewer never", async (t) => {
  const { stage, pull } = await reviewed(t);
  stage.github.review(pull, { login: "reviewer-b", state: "APPROVED" });
  const asked = async (approvals: number) => (await stage.look("ready-to-merge", "aurora-jobs", { approvals })).detail;
  assert.match(await asked(2), /: review by one more$/);
  assert.match(await asked(0), /: approved by reviewer-b/);
});

test("a commit without checks is not green at once", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  const pull = present(stage.github.all("deploy")[0]);
  stage.github.review(pull, { login: "reviewer-b", state: "APPROVED" });
  stage.alters = ({ url }) => {
    if (url.includes("/check-runs")) return Response.json({ total_count: 0, check_runs: [] });
    return url.includes("/status?") ? Response.json({ state: "pending", statuses: [], total_count: 0 }) : undefined;
  };
  const detail = async () => (await stage.look("ready-to-merge", "deploy")).detail;
  assert.match(await detail(), /: no check has begun yet/);
  stage.minutes(5);
  assert.match(await detail(), /: approved by .*; no checks$/);
  await stage.push("deploy", "1.11.0-moved");
  stage.github.review(pull, { login: "reviewer-b", state: "APPROVED" });
  assert.match(await detail(), /: no check has begun yet/, "nor is one that was pushed to an old pull request");
});

test("a check that is required and was not posted yet is missed, however green the others are", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("scale-cluster");
  stage.github.review(present(stage.github.all("scale-cluster")[0]), { login: "reviewer-b", state: "APPROVED" });
  stage.minutes(6);
  const detail = async () => (await stage.look("ready-to-merge", "scale-cluster")).detail;
  assert.match(await detail(), /: approved by reviewer-[\w, -]+; 2 checks green$/);
  stage.alters = ({ url }) =>
    url.includes("/status?") ? Response.json({ state: "pending", statuses: [], total_count: 0 }) : undefined;
  assert.match(await detail(), /: check gocd\/lint has not begun$/);
});

test("a pull request of a fork is another one, of the same owner as well", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  const list = `/repos/nubank/deploy/pulls?state=all&head=nubank:${branchOf("deploy")}`;
  const [row] = Object((await stage.ask("GET", list)).body);
  stage.alters = ({ method, url }) => {
    if (method !== "GET" || !url.includes("/pulls?")) return undefined;
    return Response.json([
      { ...row, head: { ...row.head, repo: { ...row.head.repo, id: 4711, name: "deploy-fork" } } },
    ]);
  };
  assert.equal((await stage.look("pr-open", "deploy")).holds, "no");
  stage.alters = () => undefined;
  assert.equal((await stage.look("pr-open", "deploy")).holds, "yes");
});

test("a merge of an earlier time is not taken for one of now", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  stage.minutes(20);
  await stage.apply(await stage.change("deploy", "merge", { method: "merge" }));
  assert.equal((await stage.look("ready-to-merge", "deploy")).holds, "yes");
  await stage.opened("deploy");
  stage.github.close(present(stage.github.all("deploy")[1]));
  await stage.repositories.remove("deploy", branchOf("deploy"));
  const { holds, detail, isFinal } = await stage.look("ready-to-merge", "deploy");
  assert.deepEqual([holds, isFinal], ["no", true]);
  assert.match(detail, /was closed without merging$/);
});

test("what GitHub does not say clearly is unknown, never ready", async (t) => {
  const stage = await Stage.open(t);
  await stage.opened("deploy");
  stage.minutes(20);
  const bad = [
    () => new Response("<html>", { status: 200 }),
    () => new Response("<html>", { status: 502 }),
    () => Response.json({ message: "Server Error" }, { status: 500 }),
    () => Response.json({ message: "Not Found" }, { status: 404 }),
    () => Response.json({ message: "Bad credentials" }, { status: 401 }),
    () => Response.json({ unexpected: true }),
    () => Response.json([{ number: 1 }]),
    () => Response.json({ total_count: 7, check_runs: [], statuses: [] }),
  ];
  const calls = [/\/pulls\?/, /\/pulls\/\d+$/, /\/reviews\?/, /\/check-runs\?/, /\/status\?/];
  for (const call of calls) {
    for (const answer of bad) {
      stage.alters = ({ url }) => (call.test(url) ? answer() : undefined);
      const state = await stage.look("ready-to-merge", "deploy");
      assert.notEqual(state.holds, "yes", `${call} ${answer}`);
      assert.ok(!JSON.stringify(state).includes(token));
    }
  }
  stage.alters = () => undefined;
  assert.equal((await stage.look("ready-to-merge", "deploy")).holds, "yes");
});
