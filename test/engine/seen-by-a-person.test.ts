import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import { settleStep } from "../../src/engine/runs.ts";
import type { OpsError } from "../../src/model/error.ts";
import { thing, toy } from "./toy.ts";

test("a person's yes is enough for an effect that says what it gives then: nothing is sent again", async () => {
  const its = toy([thing("a", { size: 2 })]);
  its.system.things.set("a", { size: 1 });
  its.system.repeat = "once";
  its.system.whenSeen = "a, as a person saw it";
  its.system.probe = async () => ({ happened: "unknown", evidence: "its process is gone" });
  its.system.troubles.push((carryOut) => {
    carryOut();
    throw new Error("socket hang up");
  });
  const { plan } = await makePlan(its.request(), its.engine);
  await assert.rejects(applyPlan(plan, its.engine), (error: OpsError) => error.code === "in-doubt");
  settleStep("r1", "replace thing/a/set/1", "yes: I saw it", its.engine);
  const next = its.again();
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  const done = next.engine.store.events("r1").find(({ kind, step }) => kind === "done" && step.endsWith("/set/1"));
  assert.equal(done?.body.value, "a, as a person saw it");
  assert.equal(its.system.sent.length, 1);
});
