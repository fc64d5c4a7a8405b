import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import type { StepRequest } from "../../src/engine/procedure/request.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import { abortRun, findRun } from "../../src/engine/runs.ts";
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

const elected: StepRequest = {
  id: "elected",
  kind: "wait",
  title: "another leads",
  isRequired: true,
  conditions: [{ system: "toy", name: "led", stack: "test", parameters: {}, what: "another leads", withinSeconds: 60 }],
};
const rebuild: StepRequest = {
  id: "rebuild",
  kind: "act",
  title: "rebuild it",
  isRequired: true,
  resources: [thing("server", { built: 2 })],
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
    const next = await settledAndKilled(its.again());
    await resumeRun("r1", next.engine).catch(() => {});
    assert.equal(findRun("r1", next.engine).status, status);
    assert.equal(next.system.sent.length, sent);
  });
}

test("killed after an act: what comes after it is judged when its turn comes, not by what the act left for a while", async () => {
  let hasLeader = true;
  const its = toy([], [needsALeader(() => hasLeader)]);
  its.system.things.set("leader", { restarts: 0 });
  its.system.things.set("server", { built: 1 });
  its.steps = [restart, elected, rebuild];
  its.system.troubles.push((carryOut) => {
    carryOut();
    hasLeader = false;
  });
  const { plan } = await makePlan(its.request(), its.engine);
  const dying = await killedAfter("done", its, () => applyPlan(plan, its.engine));
  dying.system.holds = async () => {
    hasLeader = true;
    return { holds: "yes", detail: "another leads" };
  };
  assert.equal((await resumeRun("r1", dying.engine)).status, "done");
  assert.equal(dying.system.sent.length, 2);
});

function settledAndKilled(its: Toy): Promise<Toy> {
  return killedAfter("settled", its, () => resumeRun("r1", its.engine));
}

test("an abort says what may still be under way: it does not end with the run", async () => {
  const its = toy([]);
  its.system.things.set("leader", { restarts: 0 });
  its.steps = [restart];
  const { plan } = await makePlan(its.request(), its.engine);
  const next = await killedAfter("intended", its, () => applyPlan(plan, its.engine));
  const { status, why } = await abortRun("r1", next.engine);
  assert.equal(status, "aborted");
  assert.match(why ?? "", /still goes on, so look: restart: replace thing\/leader\/set\/1/);
});

/** The console ends right after the first row of that kind; a new one. */
async function killedAfter(kind: string, its: Toy, work: () => Promise<unknown>): Promise<Toy> {
  const { store } = its.engine;
  const append = store.append.bind(store);
  let isDead = false;
  store.append = (events, lease) => {
    if (isDead) throw killed();
    isDead = events.some((event) => event.kind === kind);
    return append(events, lease);
  };
  await assert.rejects(work(), { code: "killed" });
  return its.again();
}

/** Nothing more is written. */
function killed(): OpsError {
  return new OpsError({ code: "killed", reason: "journal", what: "killed", why: "killed", next: "" });
}
