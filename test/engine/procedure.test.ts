import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import type { StepRequest } from "../../src/engine/procedure/request.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import { abortRun, findRun } from "../../src/engine/runs.ts";
import { NotDone, OpsError } from "../../src/model/error.ts";
import type { Guard } from "../../src/model/guard.ts";
import type { Condition, ConditionState } from "../../src/model/resource.ts";
import type { Question, Run } from "../../src/model/run.ts";
import { type Toy, thing, toy } from "./toy.ts";

function condition(name: string, more: Partial<Condition> = {}): Condition {
  return { system: "toy", name, stack: "test", parameters: {}, what: `${name} holds`, withinSeconds: 60, ...more };
}

const agreed: StepRequest = {
  id: "agreed",
  kind: "attest",
  title: "agree with colleagues",
  isRequired: true,
  question: { text: "With whom?", shows: [] },
};
const healthy: StepRequest = {
  id: "healthy",
  kind: "check",
  title: "the others are healthy",
  isRequired: true,
  conditions: [condition("healthy")],
};
const cordon: StepRequest = {
  id: "cordon",
  kind: "act",
  title: "cordon it",
  isRequired: true,
  host: "a",
  resources: [thing("agent", { offers: "none" })],
  undo: { by: "lift", isOwed: true, stillSo: "a gets no new tasks" },
};
const rebuild: StepRequest = {
  id: "rebuild",
  kind: "act",
  title: "rebuild it",
  isRequired: true,
  host: "a",
  resources: [thing("server", { built: 2 })],
};
const rebuilt: StepRequest = {
  id: "rebuilt",
  kind: "wait",
  title: "it is up",
  isRequired: true,
  conditions: [condition("up")],
};
/** An act before the checks: what fails before the first act leaves nothing to begin. */
const cordonless: StepRequest = { ...rebuild, id: "first", resources: [thing("other", { made: 1 })] };
const lift: StepRequest = {
  id: "lift",
  kind: "act",
  title: "lift the cordon",
  isRequired: true,
  resources: [thing("agent", { offers: "all", lifted: true })],
};

/** A server and its agent, and a runbook about them. */
function site(steps: readonly StepRequest[], guards: readonly Guard[] = []): Toy {
  const its = toy([], guards);
  its.system.things.set("server", { built: 1 });
  its.system.things.set("agent", { offers: "all" });
  its.steps = steps;
  return its;
}

/** Answers by what is asked. */
function answering(its: Toy, answers: Readonly<Record<string, string>>): void {
  its.person.ask = async (question: Question) => {
    its.person.questions.push(question);
    const text = answers[question.step] ?? (question.wants ? undefined : "y");
    if (text !== undefined) return { isYes: true, text, how: "typed" };
    throw new OpsError({ code: "answer-needed", reason: "parked", what: question.text, why: "nobody", next: "resume" });
  };
}

async function act(its: Toy): Promise<Run> {
  const { plan } = await makePlan(its.request(), its.engine);
  const run = await applyPlan(plan, its.engine);
  if ("steps" in run) return run;
  throw new Error("no run");
}

function outcomes(its: Toy): string[] {
  return findRun("r1", its.engine).outcomes.map(({ step, state }) => `${step} ${state}`);
}

const no: ConditionState = { holds: "no", detail: "one is down", next: "CheckMasters()" };
const yes: ConditionState = { holds: "yes", detail: "all are" };

test("step by step: looked at, agreed, done, waited for; what was seen and answered is kept", async () => {
  const its = site([healthy, agreed, cordon, rebuild, rebuilt, lift]);
  answering(its, { "ask agreed": "jane, 14:01" });
  const run = await act(its);
  assert.equal(run.status, "done");
  assert.deepEqual(outcomes(its), [
    "healthy passed",
    "agreed passed",
    "cordon passed",
    "rebuild passed",
    "rebuilt passed",
    "lift passed",
  ]);
  assert.equal(run.outcomes.find(({ step }) => step === "agreed")?.detail, "jane, 14:01");
  assert.deepEqual(run.owed, []);
  assert.equal(its.system.sent.length, 3);
});

test("a look runs the checks before the first act and changes nothing", async () => {
  const its = site([healthy, agreed, cordon, rebuilt, lift]);
  its.system.answers.set("healthy", no);
  const { plan } = await makePlan(its.request(), its.engine);
  assert.deepEqual(plan.look?.seen.healthy?.[0]?.state, no);
  assert.equal(plan.look?.seen.rebuilt, undefined);
  assert.deepEqual(its.system.sent, []);
  assert.deepEqual(its.engine.store.runs(), []);
});

test("a failed step offers what can be done: retry tries it again", async () => {
  const its = site([cordonless, healthy, rebuild]);
  its.system.answers.set("healthy", no);
  const choices: string[][] = [];
  its.person.answers = [
    () => ({ isYes: true, text: "y", how: "typed" }),
    ({ wants }) => {
      if (wants?.kind === "choice") choices.push(wants.choices.map(({ name }) => name));
      its.system.answers.set("healthy", yes);
      return { isYes: true, text: "retry", how: "typed" };
    },
  ];
  assert.equal((await act(its)).status, "done");
  assert.deepEqual(choices, [["retry", "park"]]);
});

test("only a step that is not required can be skipped, and with a reason", async () => {
  const its = site([{ ...healthy, isRequired: false }, rebuild]);
  its.system.answers.set("healthy", no);
  answering(its, { "failed/healthy/1": "skip: known broken" });
  const run = await act(its);
  assert.equal(run.status, "done");
  assert.deepEqual(run.outcomes[0], { ...run.outcomes[0], state: "skipped", detail: "known broken" });
});

test("nobody answers: the run parks with why the step failed, and what it owes is told", async () => {
  const its = site([agreed, cordon, healthy, rebuild, lift]);
  its.system.answers.set("healthy", no);
  answering(its, { "ask agreed": "jane" });
  await assert.rejects(act(its), { reason: "parked", message: /the others are healthy.*one is down/s });
  const run = findRun("r1", its.engine);
  assert.equal(run.status, "parked");
  assert.deepEqual(
    run.owed.map(({ stillSo }) => stillSo),
    ["a gets no new tasks"],
  );
  const next = its.again();
  next.system.answers.set("healthy", yes);
  answering(next, {});
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual(
    next.person.questions.map(({ step }) => step),
    ["confirm rebuild", "confirm lift"],
  );
  assert.deepEqual(findRun("r1", next.engine).owed, []);
});

test("a required check that fails before anything else leaves nothing to begin", async () => {
  const its = site([healthy, agreed, rebuild]);
  its.system.answers.set("healthy", no);
  answering(its, {});
  await assert.rejects(act(its), { reason: "check", message: /nothing was begun: .*one is down/s });
  assert.deepEqual(its.engine.store.runs(), []);
  assert.deepEqual(its.person.questions, []);
});

test("abort takes back what is owed, and stays when it cannot", async () => {
  const its = site([cordon, healthy, rebuild, lift]);
  its.system.answers.set("healthy", no);
  answering(its, {});
  await assert.rejects(act(its), { reason: "parked" });
  its.system.troubles.push(() => {
    throw new NotDone({ code: "unreachable", reason: "system", what: "no master", why: "down", next: "wait" });
  });
  await assert.rejects(abortRun("r1", its.engine), { code: "unreachable", reason: "parked" });
  assert.deepEqual(findRun("r1", its.engine).owed.length, 1);
  assert.equal((await abortRun("r1", its.engine)).status, "aborted");
  assert.deepEqual(its.system.things.get("agent"), { offers: "all", lifted: true });
  assert.deepEqual(findRun("r1", its.engine).owed, []);
});

test("what is found to have nothing left to take back is not owed", async () => {
  const its = site([
    cordon,
    rebuild,
    { ...lift, onlyIf: { condition: condition("there"), holds: "yes", because: "" } },
  ]);
  its.system.answers.set("there", { holds: "no", detail: "it is gone" });
  answering(its, {});
  const run = await act(its);
  assert.deepEqual([run.status, run.owed], ["done", []]);
});

test("undo takes back what was done and ends the run", async () => {
  const its = site([cordon, healthy, rebuild, lift]);
  its.system.answers.set("healthy", no);
  answering(its, { "failed/healthy/1": "undo" });
  await assert.rejects(act(its), { code: "left" });
  assert.equal(findRun("r1", its.engine).status, "aborted");
  assert.deepEqual(its.system.things.get("agent"), { offers: "all", lifted: true });
  assert.deepEqual(its.system.things.get("server"), { built: 1 });
});

test("an answer that goes no further ends the run, and what is owed is taken back", async () => {
  const way: StepRequest = {
    id: "way",
    kind: "ask",
    title: "choose",
    isRequired: true,
    question: { text: "Go on?", shows: [], choices: [{ name: "leave", title: "no further" }], endsWith: "leave" },
  };
  const its = site([cordon, way, rebuild, lift]);
  answering(its, { "ask way": "leave" });
  await assert.rejects(act(its), { code: "left" });
  assert.equal(findRun("r1", its.engine).status, "aborted");
  assert.deepEqual(its.system.things.get("agent"), { offers: "all", lifted: true });
});

test("conditional steps: by an answer, by a look; those not taken say why", async () => {
  const way: StepRequest = {
    id: "way",
    kind: "ask",
    title: "choose",
    isRequired: true,
    question: { text: "How?", shows: [], choices: [{ name: "cordon", title: "" }] },
  };
  const byAnswer = { answer: "way", isOneOf: ["drain"], because: "drain was chosen" };
  const byLook = { condition: condition("leads"), holds: "yes", because: "it leads" } as const;
  const last = { ...healthy, id: "last" };
  const its = site([way, { ...rebuild, onlyIf: byAnswer }, { ...lift, onlyIf: byLook }, last]);
  its.system.answers.set("leads", { holds: "no", detail: "alimesos01 leads" });
  answering(its, { "ask way": "cordon" });
  const run = await act(its);
  assert.deepEqual(outcomes(its), ["way passed", "rebuild omitted", "lift omitted", "last passed"]);
  assert.deepEqual(
    run.outcomes.map(({ detail }) => detail),
    ["cordon", "step 1 was answered cordon", "alimesos01 leads", "as it should"],
  );
});

test("what may be done several times has an effect of its own at each attempt, at most so many", async () => {
  const its = site([{ ...rebuild, attemptsAtMost: 3 }]);
  const dirty = () => {
    throw new NotDone({ code: "puppet", reason: "system", what: "puppet", why: "errors", next: "report them" });
  };
  its.system.troubles.push(dirty, dirty);
  assert.equal((await act(its)).status, "done");
  const steps = its.engine.store.events("r1").filter(({ kind }) => kind === "intended");
  assert.deepEqual(
    steps.map(({ step }) => step),
    [1, 2, 3].map((n) => `rebuild: replace thing/server${n > 1 ? ` again ${n}` : ""}/set/1`),
  );
});

test("a host that is excluded is left out of all that follows, and of nothing else", async () => {
  const forHost = (host: string): StepRequest => ({
    ...healthy,
    id: `check-${host}`,
    host,
    conditions: [condition(host)],
  });
  const after = (host: string): StepRequest => ({ ...healthy, id: `after-${host}`, host });
  const its = site([cordonless, forHost("a"), forHost("b"), after("a"), after("b"), { ...rebuild, host: "b" }]);
  its.system.answers.set("a", no);
  answering(its, { "failed/check-a/1": "exclude" });
  assert.equal((await act(its)).status, "done");
  assert.deepEqual(outcomes(its).slice(1), [
    "check-a excluded",
    "check-b passed",
    "after-a excluded",
    "after-b passed",
    "rebuild passed",
  ]);
});

test("what will not come by waiting is not waited for", async () => {
  const its = site([rebuild, rebuilt]);
  its.system.answers.set("up", { holds: "no", isFinal: true, detail: "it is in ERROR" });
  answering(its, {});
  const before = its.clock.now();
  await assert.rejects(act(its), { reason: "parked", message: /ERROR/ });
  assert.ok(its.clock.now() - before < 10_000);
});

test("a runbook that changed meanwhile is taken over by a yes, and what was done stays done", async () => {
  const its = site([cordon, healthy, rebuild, lift]);
  its.system.answers.set("healthy", no);
  answering(its, {});
  await assert.rejects(act(its), { reason: "parked" });
  const next = its.again();
  next.steps = [
    cordon,
    { ...healthy, title: "the others are really healthy", conditions: [condition("really")] },
    lift,
  ];
  answering(next, {});
  const run = await resumeRun("r1", next.engine);
  assert.equal(run.status, "done");
  assert.match(next.person.questions[0]?.loses.join() ?? "", /really healthy/);
  assert.deepEqual(outcomes(next), ["cordon passed", "healthy passed", "lift passed"]);
  assert.deepEqual(next.system.things.get("server"), { built: 1 });
});

const leaving: StepRequest = {
  id: "way",
  kind: "ask",
  title: "choose",
  isRequired: true,
  question: { text: "Go on?", shows: [], choices: [{ name: "leave", title: "no further" }], endsWith: "leave" },
};

test("an answer to go no further holds for the console that finds it: nothing is done after it", async () => {
  const its = site([cordon, leaving, rebuild, lift]);
  answering(its, { "ask way": "leave" });
  its.system.troubles.push((carryOut) => carryOut());
  its.system.troubles.push(() => {
    throw new NotDone({ code: "unreachable", reason: "system", what: "no master", why: "down", next: "wait" });
  });
  await assert.rejects(act(its), { code: "unreachable" });
  const next = its.again();
  answering(next, {});
  await assert.rejects(resumeRun("r1", next.engine), { code: "left" });
  assert.deepEqual(next.system.things.get("server"), { built: 1 });
  assert.deepEqual(next.system.things.get("agent"), { offers: "all", lifted: true });
});

test("what takes back is taken whatever was answered or seen: nothing owed is left behind", async () => {
  const never = { condition: condition("never"), holds: "yes", because: "it never is" } as const;
  const its = site([cordon, { ...lift, onlyIf: never }]);
  its.system.answers.set("never", { holds: "no", detail: "it is not" });
  answering(its, {});
  assert.equal((await act(its)).status, "done");
  assert.deepEqual(its.system.things.get("agent"), { offers: "all", lifted: true });
});

test("a check right before an act is looked at again when the run was parked in between", async () => {
  const its = site([healthy, rebuild]);
  const yes = its.person.ask;
  its.person.ask = async (question: Question) => {
    if (question.step === "confirm") return { isYes: true, text: "y", how: "typed" };
    throw new OpsError({ code: "answer-needed", reason: "parked", what: "?", why: "nobody", next: "resume" });
  };
  await assert.rejects(act(its), { reason: "parked" });
  const next = its.again();
  next.person.ask = yes;
  answering(next, {});
  next.system.answers.set("healthy", no);
  await assert.rejects(resumeRun("r1", next.engine), { message: /one is down/ });
  assert.deepEqual(next.system.sent, []);
});

test("a runbook does not begin without each guard that it relies on", async () => {
  const its = site([rebuild]);
  const request = its.request();
  const procedure = { runbook: "Toys", title: "Toys", why: "", steps: [rebuild], guards: ["master-servers"] };
  await assert.rejects(makePlan({ ...request, procedure }, its.engine), { code: "missing-guard", reason: "refused" });
});

test("what is asked for at a higher level later is asked for again", async () => {
  const guard: Guard = {
    name: "rising",
    title: "",
    because: "",
    judge: async () => {
      const isDown = its.system.answers.has("down");
      return isDown ? { outcome: "confirm", level: "destructive", because: "another is down" } : undefined;
    },
  };
  const its: Toy = site([rebuild], [guard]);
  answering(its, {});
  its.system.troubles.push(() => {
    its.system.answers.set("down", no);
    throw new NotDone({ code: "busy", reason: "system", what: "busy", why: "busy", next: "retry" });
  });
  await assert.rejects(act(its), { code: "busy" });
  const next = its.again();
  answering(next, {});
  await resumeRun("r1", next.engine);
  assert.deepEqual(
    next.person.questions.map(({ step, level }) => `${step} ${level}`),
    ["confirm rebuild as destructive destructive"],
  );
});

test("a changed runbook is taken over with its new changes, and keeps what takes back what was done", async () => {
  const its = site([cordon, healthy, rebuild, lift]);
  its.system.answers.set("healthy", no);
  answering(its, {});
  await assert.rejects(act(its), { reason: "parked" });
  const next = its.again();
  next.system.answers.set("healthy", yes);
  next.steps = [cordon, healthy, { ...rebuild, resources: [thing("server", { built: 3 })] }];
  answering(next, {});
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual(next.system.things.get("server"), { built: 3 });
  assert.deepEqual(next.system.things.get("agent"), { offers: "all", lifted: true });
});

test("killed after any row of the journal, it goes on: nothing is done twice, nothing asked twice", async () => {
  const steps = [healthy, agreed, cordon, rebuild, rebuilt, lift];
  const answers = { "ask agreed": "jane" };
  const rows = 25;
  for (let dieAfter = 1; dieAfter <= rows; dieAfter += 1) {
    let its = site(steps);
    const asked: string[] = [];
    for (let life = 0; life < 4; life += 1) {
      answering(its, answers);
      if (life === 0) killAfter(dieAfter, its);
      const run = await (life === 0 ? act(its) : resumeRun("r1", its.engine)).catch(() => undefined);
      asked.push(...answeredIn(its));
      if (run?.status === "done") break;
      its = its.again();
    }
    assert.equal(findRun("r1", its.engine).status, "done", `killed after row ${dieAfter}`);
    assert.equal(new Set(its.system.sent).size, 3, `killed after row ${dieAfter}`);
    assert.equal(its.system.sent.length, 3);
    const answered = its.engine.store.events("r1").filter(({ kind }) => kind === "answered");
    assert.equal(new Set(answered.map(({ step }) => step)).size, answered.length);
  }
});

function answeredIn({ person }: Toy): readonly string[] {
  return person.questions.map(({ step }) => step);
}

/** The process ends after so many rows: nothing more is written. */
function killAfter(count: number, its: Toy): void {
  const { store } = its.engine;
  const append = store.append.bind(store);
  let left = count;
  store.append = (events, lease) => {
    if (left <= 0) throw new OpsError({ code: "killed", reason: "journal", what: "killed", why: "killed", next: "" });
    left -= events.length;
    return append(events, lease);
  };
}
