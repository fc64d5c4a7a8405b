import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import type { StepRequest } from "../../src/engine/procedure/request.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import { findRun } from "../../src/engine/runs.ts";
import { OpsError } from "../../src/model/error.ts";
import type { Guard } from "../../src/model/guard.ts";
import { type Toy, thing, toy } from "./toy.ts";

const restart: StepRequest = {
  id: "restart",
  kind: "act",
  title: "restart the leader",
  isRequired: true,
  resources: [thing("leader", { restarts: 1 })],
};

/** As a master's restart leaves the cluster without a leader for a while. */
const needsALeader = (hasLeader: () => boolean): Guard => ({
  name: "quorum",
  title: "",
  because: "",
  judge: async () => ({ outcome: hasLeader() ? "allow" : "refuse", because: "no master leads" }),
});

for (const [happened, sent, status] of [
  ["yes", 1, "done"],
  ["no", 0, "parked"],
] as const) {
  test(`killed while an act was under way: what became of it is found before a guard can refuse it (${happened})`, async () => {
    let hasLeader = true;
    const guard = needsALeader(() => hasLeader);
    const its = toy([], [guard]);
    its.system.things.set("leader", { restarts: 0 });
    its.steps = [restart];
    its.system.repeat = "once";
    its.system.probe = async () => ({ happened, value: "leader", evidence: "looked" });
    its.system.troubles.push((carryOut) => {
      if (happened === "yes") carryOut();
      hasLeader = false;
      throw killed();
    });
    const { plan } = await makePlan(its.request(), its.engine);
    await assert.rejects(applyPlan(plan, its.engine), { code: "killed" });
    // Once more, right after the look's answer was journaled.
    const next = await killedWhenSettled(its.again());
    await resumeRun("r1", next.engine).catch(() => {});
    assert.equal(findRun("r1", next.engine).status, status);
    assert.equal(next.system.sent.length, sent);
  });
}

async function killedWhenSettled(its: Toy): Promise<Toy> {
  const { store } = its.engine;
  const append = store.append.bind(store);
  let isSettled = false;
  store.append = (events, lease) => {
    if (isSettled) throw killed();
    isSettled = events.some(({ kind }) => kind === "settled");
    return append(events, lease);
  };
  await assert.rejects(resumeRun("r1", its.engine), { code: "killed" });
  return its.again();
}

/** Nothing more is written. */
function killed(): OpsError {
  return new OpsError({ code: "killed", reason: "journal", what: "killed", why: "killed", next: "" });
}
