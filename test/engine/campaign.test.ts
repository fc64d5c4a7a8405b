import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import type { StepRequest } from "../../src/engine/procedure/request.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import { abortRun, allRuns, findRun } from "../../src/engine/runs.ts";
import { NotDone, OpsError } from "../../src/model/error.ts";
import type { Guard } from "../../src/model/guard.ts";
import type { Condition, ConditionState } from "../../src/model/resource.ts";
import type { Question } from "../../src/model/run.ts";
import { type Toy, thing, toy } from "./toy.ts";

const missing: ConditionState = { holds: "no", detail: "one approval is missing", next: "ask for a review" };
const given: ConditionState = { holds: "yes", detail: "approved" };

function condition(name: string): Condition {
  return { system: "toy", name, stack: "", parameters: {}, what: name, withinSeconds: 60 };
}

function merge(name: string, after: readonly string[], more: Partial<StepRequest> = {}): readonly StepRequest[] {
  const common = { lane: name, isRequired: true } as const;
  return [
    {
      ...common,
      id: `${name}.gate`,
      kind: "wait",
      title: `wait for the review of ${name}`,
      after,
      isGate: true,
      conditions: [condition(`${name} reviewed`)],
      ...more,
    },
    {
      ...common,
      id: `${name}.merge`,
      kind: "act",
      title: `merge ${name}`,
      after: [`${name}.gate`],
      resources: [thing(name, { merged: true })],
    },
  ];
}

const child: StepRequest = {
  id: "dev.cluster",
  kind: "act",
  title: "update dev",
  isRequired: true,
  runs: { recipe: "Child", verb: "create", args: ["dev"] },
};

function campaign(steps: readonly StepRequest[], guards: readonly Guard[] = []): Toy {
  const its = toy([], guards);
  its.steps = steps;
  return its;
}

async function act(its: Toy) {
  const { plan } = await makePlan(its.request(), its.engine);
  return applyPlan(plan, its.engine);
}

function outcomes(its: Toy, run = "r1"): string[] {
  return findRun(run, its.engine).outcomes.map(({ step, state }) => `${step} ${state}`);
}

function answering(its: Toy, answers: Readonly<Record<string, string>>): void {
  its.person.ask = async (question: Question) => {
    its.person.questions.push(question);
    const text = answers[question.step] ?? (question.wants ? undefined : "y");
    if (text !== undefined) return { isYes: true, text, how: "typed" };
    throw new OpsError({ code: "answer-needed", reason: "parked", what: question.text, why: "nobody", next: "resume" });
  };
}

test("what does not need a shut gate goes on; the run parks when the gate stays shut, and goes on when it is open", async () => {
  const its = campaign([...merge("deploy", []), ...merge("sabesp", []), ...merge("jobs", ["sabesp.merge"])]);
  its.system.answers.set("deploy reviewed", missing);
  await assert.rejects(act(its), (error: OpsError) => {
    assert.equal(error.reason, "parked");
    assert.match(error.why, /one approval is missing/);
    assert.match(error.next, /ask for a review.*resume!\("r1"\)/);
    return true;
  });
  assert.deepEqual(outcomes(its), [
    ...["sabesp.gate passed", "sabesp.merge passed", "jobs.gate passed", "jobs.merge passed"],
  ]);
  const next = its.again();
  next.system.answers.set("deploy reviewed", given);
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual(outcomes(next).slice(4), ["deploy.gate passed", "deploy.merge passed"]);
  assert.equal(next.system.sent.length, 3);
});

test("a gate that opens while it is watched lets through what waited for it", async () => {
  const its = campaign(merge("deploy", []));
  const holds = its.system.holds.bind(its.system);
  const opensAt = its.clock.now() + 40_000;
  its.system.holds = async (asked) => (its.clock.now() < opensAt ? missing : holds(asked));
  const run = await act(its);
  assert.equal("status" in run && run.status, "done");
});

test("a gate that will not open by waiting fails; a lane that is not required can be left out with a reason", async () => {
  const model = merge("model-x", [], { isRequired: false });
  const its = campaign([...model.map((step) => ({ ...step, isRequired: false })), ...merge("deploy", [])]);
  its.system.answers.set("model-x reviewed", { holds: "no", detail: "it was closed", isFinal: true });
  answering(its, { "failed/model-x.gate/1": "leave-out: it is retired" });
  const run = await act(its);
  assert.equal("status" in run && run.status, "done");
  assert.deepEqual(outcomes(its), [
    ...["deploy.gate passed", "deploy.merge passed", "model-x.gate excluded", "model-x.merge excluded"],
  ]);
  assert.match(findRun("r1", its.engine).outcomes[3]?.detail ?? "", /model-x is left out: it is retired/);
});

test("a gate that will not open stops only its lane: it is asked about when nothing else is left", async () => {
  const its = campaign([...merge("deploy", []), ...merge("sabesp", []), ...merge("jobs", ["sabesp.merge"])]);
  its.system.answers.set("deploy reviewed", { holds: "no", detail: "check ci/build is red", isFinal: true });
  answering(its, {});
  await assert.rejects(act(its), /check ci\/build is red/);
  assert.deepEqual(outcomes(its), [
    ...["sabesp.gate passed", "sabesp.merge passed", "jobs.gate passed", "jobs.merge passed", "deploy.gate failed"],
  ]);
  const next = its.again();
  next.system.answers.set("deploy reviewed", given);
  answering(next, {});
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.equal(next.system.sent.length, 3);
});

test("beside a review that may still come, it is asked about when that was watched long enough", async () => {
  const its = campaign([...merge("deploy", []), ...merge("sabesp", [])]);
  its.system.answers.set("deploy reviewed", { holds: "no", detail: "check ci/build is red", isFinal: true });
  its.system.answers.set("sabesp reviewed", missing);
  const began = its.clock.now();
  answering(its, {});
  await assert.rejects(act(its), /check ci\/build is red/);
  assert.ok(its.clock.now() - began >= 60_000);
});

const selecting: readonly StepRequest[] = [
  { id: "models", kind: "check", title: "find the models", isRequired: true, conditions: [condition("depends")] },
  {
    id: "which",
    kind: "ask",
    title: "say which models are left out",
    isRequired: true,
    question: { text: "Which models?", shows: ["models"], selectsFrom: "models" },
  },
  ...["model-a", "model-b", "model-c"].map((name): StepRequest => {
    const onlyIf = { answer: "which", includes: name, because: "" };
    const resources = [thing(name, { bumped: true })];
    return { id: name, kind: "act", title: `bump ${name}`, isRequired: true, onlyIf, resources };
  }),
];

test("of what was found each may be left out with a reason; what was not found is not taken", async () => {
  const its = campaign(selecting);
  its.system.answers.set("depends", { holds: "yes", detail: "two of them", value: ["model-a", "model-b"] });
  answering(its, { "ask which": "without model-b: its owner does it" });
  await act(its);
  const run = findRun("r1", its.engine);
  assert.deepEqual(its.person.questions[1]?.wants, {
    ...{ kind: "selection", step: "which", items: ["model-a", "model-b"], isForPersons: false },
  });
  assert.deepEqual(outcomes(its).slice(2), ["model-a passed", "model-b omitted", "model-c omitted"]);
  assert.equal(run.outcomes.at(3)?.detail, "model-b is left out: its owner does it");
  assert.match(run.outcomes.at(4)?.detail ?? "", /model-c is not among model-a, model-b/);
});

test("nothing was found: nothing is asked", async () => {
  const its = campaign([...selecting, ...merge("deploy", ["which"])]);
  its.system.answers.set("depends", { holds: "yes", detail: "none", value: [] });
  answering(its, {});
  await act(its);
  assert.deepEqual(outcomes(its).slice(1, 3), ["which omitted", "model-a omitted"]);
});

test("a step follows another plan as a run of its own, made when its turn comes", async () => {
  const its = campaign([child]);
  its.childResources = [thing("master", { version: 2 })];
  const run = await act(its);
  assert.equal("status" in run && run.status, "done");
  const [parent, own] = allRuns(its.engine).runs;
  assert.deepEqual(own?.parent, { run: "r1", step: "dev.cluster" });
  assert.equal(own?.stack, "dev");
  assert.deepEqual(parent?.outcomes[0]?.value, { run: "r2" });
  assert.equal(its.system.sent.length, 1);
});

test("where there is nothing to change, no run is begun for it", async () => {
  const its = campaign([child]);
  await act(its);
  assert.equal(allRuns(its.engine).runs.length, 1);
  assert.match(findRun("r1", its.engine).outcomes[0]?.detail ?? "", /nothing to change/);
});

test("killed after any row, the parent goes on with the one child that there is", async () => {
  let rows = 0;
  for (let dieAfter = 1; ; dieAfter += 1) {
    const its = campaign([...merge("deploy", []), child, ...merge("sabesp", [])]);
    its.childResources = [thing("master", { version: 2 }), thing("agent", { version: 2 })];
    const dying = killAfter(its, dieAfter);
    await act(its).catch(() => {});
    if (!dying.isDead) break;
    rows = dieAfter;
    const next = its.again();
    if (findRun("r1", next.engine).status !== "done") await resumeRun("r1", next.engine);
    assert.equal(findRun("r1", next.engine).status, "done", `killed after row ${dieAfter}`);
    assert.equal(allRuns(next.engine).runs.length, 2, `killed after row ${dieAfter}`);
    assert.equal(next.system.sent.length, 4, `killed after row ${dieAfter}`);
  }
  assert.ok(rows > 15, `${rows} rows`);
});

/** The console ends when the store was asked that often to write. */
function killAfter(its: Toy, writes: number): { isDead: boolean } {
  const state = { isDead: false };
  const { store } = its.engine;
  let count = 0;
  const dying = <A extends unknown[], R>(write: (...args: A) => R) => {
    return (...args: A): R => {
      if (state.isDead) throw new Error("dead");
      const result = write(...args);
      count += 1;
      if (count < writes) return result;
      state.isDead = true;
      for (const lease of store.leases()) store.release(lease);
      throw new Error("killed");
    };
  };
  store.append = dying(store.append.bind(store));
  store.begin = dying(store.begin.bind(store));
  return state;
}

test("a child that parks parks its parent; the parent's resume goes on with the child", async () => {
  const its = campaign([child]);
  its.childResources = [thing("master", { version: 2 })];
  its.system.troubles.push(() => {
    throw new OpsError({ code: "throttled", reason: "system", what: "it is throttled", why: "much", next: "wait" });
  });
  its.system.repeat = "once";
  await assert.rejects(act(its), (error: OpsError) => {
    assert.equal(error.reason, "parked");
    assert.match(error.what, /^Run r1: .*r2/);
    assert.match(error.next, /resume!\("r1"\)/);
    return true;
  });
  assert.deepEqual(
    allRuns(its.engine).runs.map(({ status }) => status),
    ["parked", "parked"],
  );
  const next = its.again();
  next.system.probe = async () => ({ happened: "no", evidence: "nothing there" });
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.equal(findRun("r2", next.engine).status, "done");
  assert.equal(next.system.sent.length, 1);
});

test("a child that a person ended fails its step; to retry begins another one", async () => {
  const its = campaign([child]);
  its.childResources = [thing("master", { version: 2 })];
  its.system.troubles.push(() => {
    throw new OpsError({ code: "lost", reason: "system", what: "it is lost", why: "much", next: "wait" });
  });
  its.system.repeat = "once";
  await assert.rejects(act(its));
  const next = its.again();
  await abortRun("r2", next.engine);
  answering(next, {});
  await assert.rejects(resumeRun("r1", next.engine), (error: OpsError) => /r2.*is aborted/.test(error.what));
  const last = next.again();
  answering(last, { "failed/dev.cluster/1": "retry" });
  assert.equal((await resumeRun("r1", last.engine)).status, "done");
  assert.deepEqual(
    allRuns(last.engine).runs.map(({ id, status }) => `${id} ${status}`),
    ["r1 done", "r2 aborted", "r3 done"],
  );
});

test("a guard of the moment is not asked when the plan is made, and is before the act", async () => {
  let asked = 0;
  const guard: Guard = {
    ...{ name: "reviewed", title: "reviewed", because: "it must be", isOfTheMoment: true },
    judge: async () => {
      asked += 1;
      return { outcome: "refuse", because: "its head moved after the review", instead: "review it again" };
    },
  };
  const its = campaign(merge("deploy", []), [guard]);
  const { plan } = await makePlan(its.request(), its.engine);
  assert.deepEqual([plan.verdicts, asked], [[], 0]);
  answering(its, {});
  await assert.rejects(applyPlan(plan, its.engine), /its head moved after the review/);
  assert.deepEqual(its.system.sent, []);
});

test("to abort a parent names the child that is not over", async () => {
  const its = campaign([child]);
  its.childResources = [thing("master", { version: 2 })];
  its.system.troubles.push(() => {
    throw new OpsError({ code: "lost", reason: "system", what: "it is lost", why: "much", next: "wait" });
  });
  its.system.repeat = "once";
  await assert.rejects(act(its));
  const { why } = await abortRun("r1", its.again().engine);
  assert.match(why ?? "", /r2, begun for it, is parked: resume!\("r2"\) or abort!\("r2"\)/);
});

/** Looked at right before the cluster is touched. */
const calm: StepRequest = {
  id: "dev.draining",
  kind: "check",
  title: "see that nobody drains",
  isRequired: true,
  conditions: [condition("nobody drains")],
};

test("what was seen before a run of its own began is not asked of the world that this run left half changed", async () => {
  const its = campaign([calm, child]);
  its.childResources = [thing("master", { version: 2 })];
  its.system.repeat = "once";
  its.system.troubles.push(() => {
    its.system.answers.set("nobody drains", { holds: "no", detail: "one drains" });
    throw new OpsError({ code: "lost", reason: "system", what: "it is lost", why: "much", next: "wait" });
  });
  await assert.rejects(act(its));
  const next = its.again();
  next.system.probe = async () => ({ happened: "no", evidence: "nothing there" });
  answering(next, {});
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
});

test("what was selected from is not looked up again: an answer is to the list that was shown", async () => {
  const its = campaign(selecting);
  its.system.answers.set("depends", { holds: "yes", detail: "two of them", value: ["model-a", "model-b"] });
  const dying = killAfterAnswer(its, "ask which", "without model-b: its owner does it");
  await act(its).catch(() => {});
  assert.ok(dying.isDead);
  const next = its.again();
  next.system.answers.set("depends", { holds: "yes", detail: "others", value: ["model-a", "model-c"] });
  answering(next, {});
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual(outcomes(next).slice(2), ["model-a passed", "model-b omitted", "model-c omitted"]);
});

/** The console ends right after that answer was journaled. */
function killAfterAnswer(its: Toy, question: string, text: string): { isDead: boolean } {
  const state = { isDead: false };
  const { store } = its.engine;
  const append = store.append.bind(store);
  answering(its, { [question]: text });
  store.append = (events, lease) => {
    if (state.isDead) throw new Error("dead");
    const rows = append(events, lease);
    if (!events.some(({ step, kind }) => step === question && kind === "answered")) return rows;
    state.isDead = true;
    for (const each of store.leases()) store.release(each);
    throw new Error("killed");
  };
  return state;
}

test("a guard of the moment is not asked at a resume either, while the gate before its act is shut", async () => {
  const guard: Guard = {
    ...{ name: "reviewed", title: "reviewed", because: "it must be", isOfTheMoment: true },
    judge: async (_, { holds }) => {
      const { holds: answer, detail } = await holds(condition("deploy reviewed"));
      return answer === "yes" ? undefined : { outcome: "refuse", because: detail, instead: "have it reviewed" };
    },
  };
  const its = campaign(merge("deploy", []), [guard]);
  its.system.answers.set("deploy reviewed", missing);
  await assert.rejects(act(its), { code: "gates-shut" });
  await assert.rejects(resumeRun("r1", its.again().engine), { code: "gates-shut" });
});

test("a campaign whose only deed was a run of its own has begun: what fails after it parks it", async () => {
  const its = campaign([child, { ...calm, id: "agree", isRequired: false }]);
  its.childResources = [thing("master", { version: 2 })];
  its.system.answers.set("nobody drains", { holds: "no", detail: "one drains" });
  answering(its, {});
  await assert.rejects(act(its), { reason: "parked" });
  assert.equal(findRun("r1", its.engine).status, "parked");
});

test("a child under which the world moved before it did anything is told once; to retry begins another one", async () => {
  const its = campaign([child]);
  its.childResources = [thing("master", { version: 2 })];
  answering(its, {});
  const ask = its.person.ask.bind(its.person);
  its.person.ask = async (question) => {
    if (question.plan.title === "Child of dev") its.system.things.set("master", { version: 1 });
    return ask(question);
  };
  await assert.rejects(act(its));
  const last = its.again();
  answering(last, { "failed/dev.cluster/1": "retry" });
  assert.equal((await resumeRun("r1", last.engine)).status, "done");
});

const pushed: StepRequest = {
  id: "deploy.branch",
  kind: "act",
  title: "push the branch",
  isRequired: true,
  after: ["sabesp.gate"],
  resources: [thing("branch", { pushed: true })],
};

/** A colleague's branch is there when the run begins; the run waits for a review before its turn. */
async function joined(more: Partial<StepRequest> = {}) {
  const its = campaign([...merge("jobs", []), ...merge("sabesp", []), { ...pushed, ...more }]);
  its.system.things.set("branch", { pushed: true });
  its.system.answers.set("sabesp reviewed", missing);
  await assert.rejects(act(its), { code: "gates-shut" });
  const next = its.again();
  next.system.answers.set("sabesp reviewed", given);
  return next;
}

test("what was there when the run began and is gone at its turn is asked for and made", async () => {
  const its = await joined();
  its.system.things.delete("branch");
  assert.equal((await resumeRun("r1", its.engine)).status, "done");
  assert.match(its.person.questions[0]?.text ?? "", /Push the branch\? .* was so when r1 began, and is not any more/);
  assert.deepEqual(its.system.things.get("branch"), { pushed: true });
  assert.deepEqual(outcomes(its).at(-1), "deploy.branch passed");
});

test("what is as it was when the run began is not asked for", async () => {
  const its = await joined();
  assert.equal((await resumeRun("r1", its.engine)).status, "done");
  assert.deepEqual(its.person.questions, []);
  assert.deepEqual(outcomes(its).at(-1), "deploy.branch omitted");
});

test("nor what is not wanted any more, though it is gone", async () => {
  const its = await joined({ onlyIf: { condition: condition("wanted"), holds: "yes", because: "" } });
  its.system.things.delete("branch");
  its.system.answers.set("wanted", { holds: "no", detail: "it is merged" });
  assert.equal((await resumeRun("r1", its.engine)).status, "done");
  assert.deepEqual(its.person.questions, []);
  assert.deepEqual(outcomes(its).at(-1), "deploy.branch omitted");
});

test("killed after any row, what came to be needed is made once", async () => {
  for (let dieAfter = 1; ; dieAfter += 1) {
    const its = await joined();
    its.system.things.delete("branch");
    const dying = killAfter(its, dieAfter);
    await resumeRun("r1", its.engine).catch(() => {});
    if (!dying.isDead) break;
    const next = its.again();
    if (findRun("r1", next.engine).status !== "done") await resumeRun("r1", next.engine);
    assert.equal(next.system.sent.length, 3, `killed after row ${dieAfter}`);
  }
});

test("whether a step is wanted is looked at again for a while before its run is parked for not knowing", async () => {
  const onlyIf = { condition: condition("wanted"), holds: "yes", because: "" } as const;
  const its = campaign([{ ...pushed, after: [], onlyIf }]);
  const holds = its.system.holds.bind(its.system);
  const answersAt = its.clock.now() + 40_000;
  its.system.holds = async (asked) =>
    its.clock.now() < answersAt ? { holds: "unknown", detail: "502 Bad Gateway" } : holds(asked);
  const run = await act(its);
  assert.equal("status" in run && run.status, "done");
});

/** Said yes to, and refused by the other side at that moment. */
async function refusedAfterYes(): Promise<Toy> {
  const guard: Guard = {
    ...{ name: "reviewed", title: "reviewed", because: "it must be", isOfTheMoment: true },
    judge: async (_, { holds }) => {
      const { detail, value } = await holds(condition("deploy reviewed"));
      return { outcome: "confirm", level: "disruptive", because: detail, about: String(value) };
    },
  };
  const its = campaign(merge("deploy", []), [guard]);
  its.system.answers.set("deploy reviewed", { ...given, value: "head-1" });
  its.system.troubles.push(() => {
    throw new NotDone({ code: "conflict", reason: "system", what: "it moved", why: "409", next: "look" });
  });
  answering(its, {});
  await assert.rejects(act(its), /it moved/);
  const next = its.again();
  answering(next, {});
  return next;
}

test("a yes to what a guard saw stands for that and for nothing else", async () => {
  const same = await refusedAfterYes();
  assert.equal((await resumeRun("r1", same.engine)).status, "done");
  assert.deepEqual(same.person.questions, []);
  const other = await refusedAfterYes();
  other.system.answers.set("deploy reviewed", { ...given, value: "head-2" });
  assert.equal((await resumeRun("r1", other.engine)).status, "done");
  assert.deepEqual(
    other.person.questions.map(({ level }) => level),
    ["disruptive"],
  );
});

const ifWanted = { onlyIf: { condition: condition("wanted"), holds: "yes", because: "" } } as const;
const notWanted: ConditionState = { holds: "no", detail: "somebody else brought it" };

test("a run of its own that was begun is gone on with, whatever its step's proviso says by then", async () => {
  const its = campaign([{ ...child, ...ifWanted }]);
  its.childResources = [thing("master", { version: 2 })];
  its.system.repeat = "once";
  its.system.troubles.push(() => {
    throw new OpsError({ code: "lost", reason: "system", what: "it is lost", why: "much", next: "wait" });
  });
  await assert.rejects(act(its));
  const next = its.again();
  next.system.answers.set("wanted", notWanted);
  next.system.probe = async () => ({ happened: "no", evidence: "nothing there" });
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual(outcomes(next), ["dev.cluster passed"]);
  assert.equal(findRun("r2", next.engine).status, "done");
});

test("what failed and did nothing is not tried again when it is not wanted any more", async () => {
  const its = campaign([...merge("jobs", []), { ...merge("deploy", [])[1], ...ifWanted, after: [] } as StepRequest]);
  its.system.troubles.push(
    (carryOut) => carryOut(),
    () => {
      throw new NotDone({ code: "refused", reason: "system", what: "it is refused", why: "422", next: "look" });
    },
  );
  answering(its, {});
  await assert.rejects(act(its), /it is refused/);
  const next = its.again();
  next.system.answers.set("wanted", notWanted);
  answering(next, {});
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.equal(outcomes(next).at(-1), "deploy.merge omitted");
});

test("a gate that would never open holds nobody up once what it guards is there by another way", async () => {
  const its = campaign([...merge("jobs", []), ...merge("deploy", []).map((step) => ({ ...step, ...ifWanted }))]);
  its.system.answers.set("deploy reviewed", { holds: "no", detail: "it was closed", isFinal: true });
  answering(its, {});
  await assert.rejects(act(its), /it was closed/);
  const next = its.again();
  next.system.answers.set("wanted", notWanted);
  answering(next, {});
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual(outcomes(next).slice(2), ["deploy.gate omitted", "deploy.merge omitted"]);
});
