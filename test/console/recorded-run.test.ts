import assert from "node:assert/strict";
import test from "node:test";
import { recordedRun } from "#src/console/recorded-run.ts";
import { applyPlan } from "#src/engine/apply.ts";
import { makePlan } from "#src/engine/plan.ts";
import { abortRun } from "#src/engine/runs.ts";
import { OpsError } from "#src/model/error.ts";
import { type Toy, thing, toy } from "../engine/toy.ts";

/** A campaign that stopped in the middle of the run that it began for dev. */
async function stopped(): Promise<Toy> {
  const its = toy([]);
  const runs = { recipe: "Child", verb: "create", args: ["dev"] };
  its.steps = [{ id: "dev.cluster", kind: "act", title: "update dev", isRequired: true, runs }];
  its.childResources = [thing("master", { version: 2 })];
  its.system.repeat = "once";
  its.system.troubles.push(() => {
    throw new OpsError({ code: "lost", reason: "system", what: "it is lost", why: "much", next: "wait" });
  });
  const { plan } = await makePlan(its.request(), its.engine);
  await assert.rejects(applyPlan(plan, its.engine));
  return its.again();
}

test("what was begun for a run is over, too, before anything is built on it", async () => {
  const its = await stopped();
  const { store, world } = its.engine;
  assert.throws(() => recordedRun("r1", store, world), { code: "run-is-not-over" });
  await abortRun("r1", its.engine);
  assert.throws(
    () => recordedRun("r1", store, world),
    (error: OpsError) => {
      assert.equal(error.code, "run-is-not-over");
      assert.match(error.what, /r2, which was begun for r1, is not over/);
      assert.match(error.next, /abort!\("r2"\)/);
      return true;
    },
  );
  await abortRun("r2", its.engine);
  const { status, begun } = recordedRun("r1", store, world);
  assert.deepEqual([status, begun], ["aborted", ["dev.cluster"]]);
});
