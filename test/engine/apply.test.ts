import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import { abortRun, allRuns, findRun, settleStep } from "../../src/engine/runs.ts";
import { NotDone, type OpsError } from "../../src/model/error.ts";
import type { Guard } from "../../src/model/guard.ts";
import type { Plan } from "../../src/model/plan.ts";
import { type Toy, thing, toy } from "./toy.ts";

const two = [thing("a", { size: 1 }), thing("b", { size: 1 }, { needs: ["thing/a"] })];

async function act(its: Toy) {
  const { plan } = await makePlan(its.request(), its.engine);
  return applyPlan(plan, its.engine);
}

function kinds(its: Toy, run = "r1"): string[] {
  return its.engine.store.events(run).map(({ step, kind }) => `${step} ${kind}`.trim());
}

const reset = (carryOut: () => void): never => {
  carryOut();
  throw new Error("socket hang up");
};
const lost = (): never => {
  throw new Error("socket hang up");
};
const rejected = (): never => {
  throw new NotDone({ code: "no-capacity", reason: "system", what: "no capacity", why: "none left", next: "wait" });
};

test("a run: asked, answered, each effect journaled before and after, verified, done", async () => {
  const its = toy(two);
  const run = await act(its);
  assert.equal("status" in run && run.status, "done");
  assert.deepEqual([...its.system.things.keys()], ["a", "b"]);
  assert.deepEqual(kinds(its), [
    "began",
    "confirm asked",
    "confirm answered",
    "create thing/a/set/1 intended",
    "create thing/a/set/1 done",
    "create thing/b/set/1 intended",
    "create thing/b/set/1 done",
    "verified",
    "ended",
  ]);
  assert.deepEqual(its.engine.store.leases(), []);
});

test("a second time there is nothing to change, and no run is begun", async () => {
  const its = toy(two);
  await act(its);
  const plan = await act(its);
  assert.deepEqual("changes" in plan && plan.changes, []);
  assert.deepEqual(its.engine.store.runs(), ["r1"]);
});

test("a refused plan begins nothing, asks nothing, changes nothing", async () => {
  const guard: Guard = {
    name: "no",
    title: "",
    because: "",
    judge: async () => ({ outcome: "refuse", because: "it is holy" }),
  };
  const its = toy(two, [guard]);
  await assert.rejects(act(its), (error: OpsError) => error.reason === "refused" && /it is holy/.test(error.why));
  assert.deepEqual([its.person.questions.length, its.engine.store.runs(), its.system.sent], [0, [], []]);
});

test("a guard that cannot look refuses", async () => {
  const guard: Guard = {
    name: "blind",
    title: "",
    because: "",
    judge: async () => {
      throw new Error("connect ECONNREFUSED");
    },
  };
  const { plan } = await makePlan(toy(two, [guard]).request(), toy(two, [guard]).engine);
  assert.match(plan.verdicts[0]?.because ?? "", /cannot prove that it is safe: connect ECONNREFUSED/);
  assert.equal(plan.verdicts[0]?.outcome, "refuse");
});

test("a guard has the last word: what it refuses after the answer is not sent", async () => {
  let judged = 0;
  const guard: Guard = {
    name: "late",
    title: "",
    because: "",
    judge: async () => ({ outcome: ++judged > 2 ? "refuse" : "allow", because: "the last master" }),
  };
  const its = toy(two, [guard]);
  await assert.rejects(act(its), (error: OpsError) => error.reason === "refused");
  assert.deepEqual(its.system.sent, []);
  assert.equal(findRun("r1", its.engine).status, "parked");
});

test("a world that moved between the plan and the answer is named, and nothing is done", async () => {
  const its = toy([thing("a", { size: 2 })]);
  its.system.things.set("a", { size: 1 });
  its.person.answers = [
    () => {
      its.system.things.set("a", { size: 7 });
      return { isYes: true, text: "y", how: "typed" };
    },
  ];
  await assert.rejects(
    act(its),
    (error: OpsError) => error.code === "world-moved" && /before size: was 1, is 7/.test(error.why),
  );
  assert.deepEqual(its.system.sent, []);
  assert.equal(findRun("r1", its.engine).status, "aborted");
});

test("a no ends the run and changes nothing", async () => {
  const its = toy(two);
  its.person.answers = [() => ({ isYes: false, text: "n", how: "typed" })];
  await assert.rejects(act(its), (error: OpsError) => error.code === "declined");
  assert.deepEqual([findRun("r1", its.engine).status, its.system.sent], ["aborted", []]);
});

test("a change that failed holds back what needs it and nothing else; resume tries it anew with another token", async () => {
  const its = toy([...two, thing("c", { size: 1 })]);
  its.system.troubles.push(rejected);
  await assert.rejects(
    act(its),
    (error: OpsError) => error.reason === "parked" && /held back.*create thing\/b/s.test(error.why),
  );
  assert.deepEqual([...its.system.things.keys()], ["c"]);
  const next = its.again();
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual([...next.system.things.keys()].sort(), ["a", "b", "c"]);
  assert.equal(next.person.questions.length, 0, "an answered question is not asked again");
  const tokens = next.engine.store
    .events("r1")
    .filter(({ kind }) => kind === "intended")
    .map(({ body }) => body.token);
  assert.equal(new Set(tokens).size, tokens.length);
});

test("a lost answer is a doubt: an idempotent effect is sent again with the same token", async () => {
  const its = toy([thing("a", { size: 1 })]);
  its.system.troubles.push(reset);
  await act(its);
  assert.equal(its.system.sent.length, 1, "the other side did it once");
  const steps = kinds(its).filter((line) => line.startsWith("create"));
  assert.deepEqual(
    steps.map((line) => line.split(" ").at(-1)),
    ["intended", "doubted", "intended", "done"],
  );
});

test("an idempotent effect that stays in doubt parks, and a resume sends the same token", async () => {
  const its = toy([thing("a", { size: 1 })]);
  its.system.troubles.push(reset, lost, lost);
  await assert.rejects(act(its), (error: OpsError) => error.code === "in-doubt" && error.reason === "parked");
  const next = its.again();
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.equal(next.system.sent.length, 1);
});

for (const [happened, carriesOut, attempts] of [
  ["yes", reset, 1],
  ["no", lost, 2],
] as const) {
  test(`a once effect in doubt is looked for: ${happened}`, async () => {
    const its = toy([thing("a", { size: 1 })]);
    its.system.repeat = "once";
    its.system.probe = async () => ({ happened, value: "a", evidence: "looked" });
    its.system.troubles.push(carriesOut);
    await act(its);
    assert.equal(its.system.sent.length, 1);
    const intended = kinds(its).filter((line) => line.endsWith("intended"));
    assert.equal(intended.length, attempts);
  });
}

test("a once effect that cannot be told parks; a person settles it; the resume goes on from there", async () => {
  const its = toy([thing("a", { size: 1 })]);
  its.system.repeat = "once";
  its.system.troubles.push(reset);
  await assert.rejects(act(its), (error: OpsError) => /settle!\("r1", "create thing\/a\/set\/1"/.test(error.next));
  assert.throws(() => settleStep("r1", "create thing/a/set/1", "perhaps", its.engine), /yes:/);
  assert.throws(() => settleStep("r1", "create thing/zz/set/1", "yes: seen", its.engine), /no step/);
  settleStep("r1", "create thing/a/set/1", "yes: I saw it", its.engine);
  assert.equal((await resumeRun("r1", its.again().engine)).status, "done");
  assert.equal(its.system.sent.length, 1);
});

test("Ctrl-C between effects parks; nothing further is begun", async () => {
  const its = toy(two);
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its), (error: OpsError) => error.reason === "interrupted");
  assert.deepEqual([...its.system.things.keys()], ["a"]);
  const run = findRun("r1", its.engine);
  assert.equal(run.status, "parked");
  assert.equal((await resumeRun("r1", its.again().engine)).status, "done");
});

test("a second Ctrl-C leaves the effect under way in doubt", async () => {
  const its = toy([thing("a", { size: 1 })]);
  its.system.repeat = "once";
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
    its.leave();
    return new Promise(() => {});
  });
  await assert.rejects(act(its), (error: OpsError) => error.code === "in-doubt");
  assert.ok(kinds(its).includes("create thing/a/set/1 doubted"));
});

test("what remains must be as it was: a moved thing stops the resume and is named", async () => {
  const its = toy([thing("a", { size: 1 }), thing("b", { size: 2 }, { needs: ["thing/a"] })]);
  its.system.things.set("b", { size: 1 });
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its));
  its.system.things.set("b", { size: 9 });
  const next = its.again();
  await assert.rejects(
    resumeRun("r1", next.engine),
    (error: OpsError) => /replace thing\/b/.test(error.what) && /was 1, is 9/.test(error.why),
  );
  assert.deepEqual(next.system.things.get("b"), { size: 9 });
  assert.equal(findRun("r1", next.engine).status, "parked", "put back what moved, and it goes on");
  next.system.things.set("b", { size: 1 });
  assert.equal((await resumeRun("r1", next.again().engine)).status, "done");
});

test("what someone else has done meanwhile is not done again", async () => {
  const its = toy(two);
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its));
  its.system.things.set("b", { size: 1 });
  assert.equal((await resumeRun("r1", its.again().engine)).status, "done");
  assert.equal(its.system.sent.length, 1);
});

test("a changed definition stops a resume until an explicit, recorded yes takes it over", async () => {
  const its = toy(two);
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its));
  const next = its.again();
  next.resources = [thing("a", { size: 1 }), thing("b", { size: 5 }, { needs: ["thing/a"] })];
  next.person.answers = [() => ({ isYes: true, text: "y", how: "typed" })];
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.match(next.person.questions[0]?.text ?? "", /definition changed/);
  assert.deepEqual(next.system.things.get("b"), { size: 5 });
  assert.ok(kinds(next).includes("replanned"));
});

test("a no to a changed definition leaves the run as it was, to be asked again", async () => {
  const its = toy(two);
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its));
  const next = its.again();
  next.resources = [thing("a", { size: 1 }), thing("b", { size: 5 }, { needs: ["thing/a"] })];
  next.person.answers = [() => ({ isYes: false, text: "", how: "typed" })];
  await assert.rejects(resumeRun("r1", next.engine), (error: OpsError) => error.code === "declined");
  assert.equal(findRun("r1", next.engine).status, "parked");
  const after = next.again();
  assert.equal((await resumeRun("r1", after.engine)).status, "done");
  assert.deepEqual(after.system.things.get("b"), { size: 5 });
});

test("a run goes on in its own world only", async () => {
  const its = toy(two);
  its.system.troubles.push(rejected);
  await assert.rejects(act(its));
  const next = its.again();
  const elsewhere = { ...next.engine, world: { ...next.engine.world, id: "other" } };
  await assert.rejects(
    resumeRun("r1", elsewhere),
    (error: OpsError) => error.code === "other-world" && error.reason === "refused",
  );
});

test("an aborted run is over", async () => {
  const its = toy(two);
  its.system.troubles.push(rejected);
  await assert.rejects(act(its));
  assert.equal((await abortRun("r1", its.engine)).status, "aborted");
  await assert.rejects(resumeRun("r1", its.engine), /aborted/);
  assert.throws(
    () => findRun("r9", its.engine),
    (error: OpsError) => error.code === "unknown-run" && /r1/.test(error.why),
  );
  assert.equal(allRuns(its.engine).runs.length, 1);
});

test("a deadline that passed while the machine slept is judged after one more look", async () => {
  const its = toy([thing("a", { size: 1 })]);
  its.verify = [{ system: "toy", name: "up", stack: "test", parameters: {}, what: "it is up", withinSeconds: 60 }];
  its.system.answers.set("up", { holds: "no", detail: "booting" });
  const sleep = its.clock.sleep;
  its.clock.sleep = async (milliseconds) => {
    await sleep(milliseconds + 3_600_000);
    its.system.answers.set("up", { holds: "yes", detail: "up" });
  };
  const run = await act(its);
  assert.equal("status" in run && run.status, "done");
});

test("what is not configured to be looked at is shown as not done, and the run is done", async () => {
  const its = toy([thing("a", { size: 1 })]);
  its.verify = [{ system: "toy", name: "up", stack: "test", parameters: {}, what: "it is up", withinSeconds: 60 }];
  its.system.answers.set("up", { holds: "not-configured", detail: "no address" });
  const run = await act(its);
  assert.equal("verification" in run && run.verification?.[0]?.state.holds, "not-configured");
});

test("destructive needs the typed name of the one target, or of the stack for several", async () => {
  const one = toy([thing("a", null)]);
  one.system.things.set("a", {});
  await act(one);
  assert.deepEqual([one.person.questions[0]?.level, one.person.questions[0]?.expects], ["destructive", "a"]);
  assert.equal(one.person.questions[0]?.text, "Delete thing a?");
  const both = toy([thing("a", null), thing("b", null)]);
  both.system.things.set("a", {});
  both.system.things.set("b", {});
  await act(both);
  assert.equal(both.person.questions[0]?.expects, "test");
  assert.match(both.person.questions[0]?.text ?? "", /: 2 to delete\?$/);
  assert.deepEqual(both.person.questions[0]?.loses, ["a, b: what it holds is lost"]);
});

test("the fingerprint is the same for the same world and definition, and another for another", async () => {
  const print = async (its: Toy): Promise<string> =>
    ((await makePlan(its.request(), its.engine)).plan satisfies Plan).fingerprint;
  const its = toy([thing("a", { size: 2 })]);
  assert.equal(await print(its), await print(toy([thing("a", { size: 2 })])));
  its.system.things.set("a", { size: 1 });
  assert.notEqual(await print(its), await print(toy([thing("a", { size: 2 })])));
});

test("a person's yes to an effect that gives something is proved by a look, or stays in doubt", async () => {
  const its = toy([thing("a", { size: 2 })]);
  its.system.things.set("a", { size: 1 });
  its.system.repeat = "once";
  let canSee = false;
  its.system.probe = async () =>
    canSee
      ? { happened: "yes", value: "a", evidence: "seen" }
      : { happened: "unknown", evidence: "nothing carries it" };
  its.system.troubles.push(reset);
  await assert.rejects(act(its), (error: OpsError) => error.code === "in-doubt");
  settleStep("r1", "replace thing/a/set/1", "yes: I saw it", its.engine);
  const blind = its.again();
  await assert.rejects(resumeRun("r1", blind.engine), (error: OpsError) =>
    /settled as happened, but nothing carries/.test(error.why),
  );
  canSee = true;
  assert.equal((await resumeRun("r1", blind.again().engine)).status, "done");
  assert.equal(its.system.sent.length, 1);
});

test("what is taken over is asked for at its own level, by its name", async () => {
  const its = toy(two);
  its.system.things.set("c", { size: 1 });
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its));
  const next = its.again();
  next.resources = [...two, thing("c", null)];
  await resumeRun("r1", next.engine);
  const [question] = next.person.questions;
  assert.deepEqual([question?.level, question?.expects], ["destructive", "test"]);
  assert.equal(next.system.things.has("c"), false);
});

test("what a run has made already is made once more when its new definition wants it so", async () => {
  const its = toy(two);
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its));
  const next = its.again();
  next.resources = [thing("a", { size: 7 }), thing("b", { size: 1 }, { needs: ["thing/a"] })];
  next.system.things.delete("a");
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual(next.system.things.get("a"), { size: 7 });
});
