import assert from "node:assert/strict";
import test from "node:test";
import { present } from "../../conformance/aws/case.ts";
import { Stage } from "./stage.ts";

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
  assert.match((await stage.look("ready-to-merge", "deploy")).detail, /: no check has begun yet/);
});
