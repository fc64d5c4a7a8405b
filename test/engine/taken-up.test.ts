import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import { NotDone } from "../../src/model/error.ts";
import { type Toy, thing, toy } from "./toy.ts";

const one = [thing("a", { size: 1 })];

async function act(its: Toy) {
  const { plan } = await makePlan(its.request(), its.engine);
  return applyPlan(plan, its.engine);
}

const rejected = (): never => {
  throw new NotDone({ code: "expired", reason: "system", what: "refused", why: "expired", next: "log in again" });
};
const lost = (): never => {
  throw new Error("socket hang up");
};

test("a refusal of what was sent before leaves that first time in doubt: the same token again, never another", async () => {
  const its = toy(one);
  its.system.troubles.push(lost, rejected);
  const doubt = { code: "in-doubt", reason: "parked", why: /says nothing of the time before.*log in again/ };
  await assert.rejects(act(its), doubt);
  const later = its.again();
  assert.equal((await resumeRun("r1", later.engine)).status, "done");
  const intended = later.engine.store.events("r1").filter(({ kind }) => kind === "intended");
  assert.equal(intended.length, 3);
  assert.equal(new Set(intended.map(({ body }) => body.token)).size, 1, "one token");
});

test("what provably was not done, and what someone else made meanwhile, is not made again", async () => {
  const its = toy([...one, thing("b", { size: 1 })]);
  its.system.troubles.push(rejected);
  await assert.rejects(act(its), { code: "expired", reason: "parked" });
  its.system.things.set("a", { size: 1 });
  const sent = its.system.sent.length;
  const run = await resumeRun("r1", its.again().engine);
  assert.equal(run.status, "done");
  assert.equal(its.system.sent.length, sent);
});

test("what is in doubt, and what someone else made meanwhile, is not sent again; the journal says what was seen", async () => {
  const its = toy(one);
  its.system.troubles.push(lost, lost, lost);
  await assert.rejects(act(its), { code: "in-doubt" });
  its.system.things.set("a", { size: 1 });
  const later = its.again();
  const run = await resumeRun("r1", later.engine);
  assert.equal(run.status, "done");
  assert.deepEqual(its.system.sent, []);
  const settled = later.engine.store.events("r1").find(({ kind }) => kind === "settled");
  assert.match(String(settled?.body.evidence), /nothing is left to do/);
});
