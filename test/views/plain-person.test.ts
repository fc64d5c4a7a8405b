import assert from "node:assert/strict";
import { Writable } from "node:stream";
import test from "node:test";
import { OpsError } from "../../src/model/error.ts";
import type { Question, RunEvent } from "../../src/model/run.ts";
import { createPlainPerson, type PlainOptions } from "../../src/views/person.ts";
import { bumpPlan } from "./campaign-samples.ts";
import { journalEvent, planOf, questionOf, replacement, runOf, volumes } from "./samples.ts";

const { fingerprint } = replacement;
const none = { isYes: false, confirmed: [], attested: [] };
const all = { isYes: true, confirmed: ["test", "host-1"], planFingerprint: fingerprint, attested: [] };
const questions: Readonly<Record<"safe" | "disruptive" | "destructive", Question>> = {
  safe: questionOf({ level: "safe" }),
  disruptive: questionOf({ level: "disruptive" }),
  destructive: questionOf({ level: "destructive", expects: "host-1" }),
};

function personWith(answers: PlainOptions["answers"], isRehearsal = false) {
  const written: string[] = [];
  const stderr = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  const person = createPlainPerson({ stderr, answers, isRehearsal, columns: 100, hasColour: false });
  return { person, text: () => written.join("") };
}

type Level = keyof typeof questions;
type Rule = readonly [
  flags: string,
  answers: PlainOptions["answers"],
  isRehearsal: boolean,
  answered: readonly Level[],
];

/** Which questions are answered; all others park. */
const rules: readonly Rule[] = [
  ["nothing", none, false, []],
  ["--yes", { ...none, isYes: true }, false, ["safe"]],
  ["--confirm the stack", { ...none, confirmed: ["test"] }, false, []],
  ["--plan", { ...none, planFingerprint: fingerprint }, false, []],
  ["--yes --plan", { ...none, isYes: true, planFingerprint: fingerprint }, false, ["safe"]],
  ["--plan --confirm the stack", { ...all, isYes: false, confirmed: ["test"] }, false, ["disruptive", "destructive"]],
  ["--plan --confirm the target", { ...all, isYes: false, confirmed: ["host-1"] }, false, ["destructive"]],
  ["--plan --confirm another name", { ...all, isYes: false, confirmed: ["stable"] }, false, []],
  ["--plan --confirm in another case", { ...all, isYes: false, confirmed: ["TEST"] }, false, []],
  ["--plan --confirm a part of the name", { ...all, isYes: false, confirmed: ["tes", ""] }, false, []],
  ["everything", all, false, ["safe", "disruptive", "destructive"]],
  ["everything for another plan", { ...all, planFingerprint: "0000" }, false, []],
  ["an empty --plan", { ...all, planFingerprint: "" }, false, []],
  ["--attest", { ...none, attested: ["confirm=yes", "confirm=test"] }, false, []],
  ["nothing, rehearsed", none, true, []],
  ["--yes, rehearsed", { ...none, isYes: true }, true, ["safe"]],
  ["--confirm the stack, rehearsed", { ...none, confirmed: ["test"] }, true, ["disruptive", "destructive"]],
  ["--confirm another name, rehearsed", { ...none, confirmed: ["stable"] }, true, []],
  ["everything for another plan, rehearsed", { ...all, planFingerprint: "0000" }, true, []],
];

for (const [flags, answers, isRehearsal, answered] of rules) {
  test(`${flags}: answers ${answered.join(", ") || "nothing"}`, async () => {
    for (const level of ["safe", "disruptive", "destructive"] as const) {
      const { person } = personWith(answers, isRehearsal);
      const outcome = await person.ask(questions[level]).catch((error: unknown) => error);
      if (answered.includes(level)) {
        assert.ok(
          typeof outcome === "object" && outcome !== null && "isYes" in outcome && outcome.isYes === true,
          level,
        );
      } else {
        assert.ok(outcome instanceof OpsError && outcome.reason === "parked", level);
      }
    }
  });
}

async function nextOf(question: Question, isRehearsal: boolean, ...events: readonly RunEvent[]): Promise<string> {
  const { person } = personWith(none, isRehearsal);
  for (const event of events) person.show(event);
  const error: unknown = await person.ask(question).catch((thrown: unknown) => thrown);
  return error instanceof OpsError ? error.next : assert.fail("it was answered");
}

test("a parked run's next is the exact command to go on", async () => {
  const began: RunEvent = { type: "began", run: "r7", plan: replacement, identities: [] };
  assert.equal(
    await nextOf(questionOf(), true, began),
    `./console cantareira --rehearse -e 'resume!("r7")' --plan ${fingerprint} --confirm test`,
  );
  assert.equal(
    await nextOf(questions.safe, false, journalEvent("confirm", "asked")),
    `./console cantareira -e 'resume!("r7")' --yes`,
  );
});

test("a name that answers nothing is told", async () => {
  const { person } = personWith({ ...none, confirmed: ["nope", "test"] });
  const error: unknown = await person.ask(questionOf()).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof OpsError);
  assert.match(error.why, /says yes to it; nothing that is asked here is called nope$/);
});

test("before there is a run the command asks anew; names are quoted for the shell", async () => {
  const plan = planOf({ invocation: { recipe: "MesosFixed", verb: "replace", args: ["test", "it's"] } });
  assert.equal(
    await nextOf(questionOf({ plan, expects: "a b" }), false),
    `./console cantareira -e 'MesosFixed.replace!("test", "it'\\''s")' --plan ${plan.fingerprint} --confirm 'a b'`,
  );
});

test("the plan, what will be lost and the question are told also when a flag answers", async () => {
  const { person, text } = personWith(all);
  await person.ask(questionOf());
  await person.ask(questionOf({ text: "And the volumes?" }));
  assert.match(text(), /^Plan p-4f1c.*This is lost for good:\n {2}- volume.*Destroy the Mesos masters of test\?\n/s);
  assert.match(text(), /And the volumes\?\n$/);
  assert.equal(text().match(/Plan p-4f1c/g)?.length, 1, "the same plan is shown once");
});

test("where no run began here the time is the one that is told, and never this machine's", () => {
  const { person, text } = personWith(none, true);
  person.show({ type: "step", step: "lift", state: "begun", at: "2026-03-01T14:03:00Z" });
  person.show({ type: "step", step: "lift", state: "passed" });
  assert.equal(text(), "REHEARSAL 14:03:00 UTC lift: begun\nREHEARSAL 14:03:00 UTC lift: passed\n");
});

test("each event is one line with the world's time, says REHEARSAL, and a wait does not repeat itself", () => {
  const { person, text } = personWith(none, true);
  const state = { holds: "no", detail: "5 of 7" } as const;
  const waiting: RunEvent = { type: "waiting", what: "the agents are registered", state, withinSeconds: 60 };
  let now = Date.UTC(2026, 2, 1, 14, 3);
  const clock = { now: () => (now += 1000) };
  person.show({ type: "began", run: "r7", plan: volumes, identities: [], done: ["create a", "create b"], clock });
  for (const event of [waiting, waiting, { ...waiting, state: { ...state, detail: "6\nof 7" } }]) person.show(event);
  assert.equal(
    text(),
    `REHEARSAL 14:03:01 UTC r7 began: Mesos masters of test, REHEARSAL account 123456789012, us-east-1, 3 to create, 2 of them done before
REHEARSAL 14:03:02 UTC waiting until the agents are registered, at most 1:00: 5 of 7
REHEARSAL 14:03:03 UTC waiting until the agents are registered, at most 1:00: 6 of 7
`,
  );
});

test("why a run parked is told by the error alone", () => {
  const { person, text } = personWith(none);
  person.show(journalEvent("", "parked", { why: "a person is needed", next: 'resume!("r7")' }));
  person.show({ type: "ended", run: runOf({ status: "parked", why: "a person is needed" }) });
  assert.equal(text(), "14:03:00 UTC r7 parked\n");
});

test("a campaign shows its plan when it begins, and never again: what it says to come is done by then", async () => {
  const { person, text } = personWith({ ...none, isYes: true });
  await person.ask(questionOf({ plan: bumpPlan, level: "safe", loses: [], verdicts: [] }));
  assert.match(text(), /^Plan .*mesos-base-dependents/s);
  const begun = text().length;
  await person.ask(questionOf({ plan: bumpPlan, step: "confirm merge", level: "safe", loses: [], verdicts: [] }));
  assert.doesNotMatch(text().slice(begun), /Plan|mesos-base-dependents/);
});

test("a disruptive act that interrupts nothing has no heading for it", async () => {
  const { person, text } = personWith(all);
  await person.ask(questionOf({ level: "disruptive", loses: [] }));
  assert.doesNotMatch(text(), /This interrupts/);
});

test("a name that answered another act of the same plan is not called unknown", async () => {
  const { person } = personWith({ ...none, confirmed: [bumpPlan.changes[0]?.name ?? "", "nobody"] });
  const question = questionOf({ plan: bumpPlan, step: "confirm merge", level: "disruptive", expects: "deploy#b" });
  const isNobodyAlone = (error: unknown) => error instanceof OpsError && /is called nobody$/.test(error.why);
  await assert.rejects(async () => person.ask(question), isNobodyAlone);
});
