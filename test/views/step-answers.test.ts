import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { OpsError } from "../../src/model/error.ts";
import type { Question, Wanted } from "../../src/model/run.ts";
import { flagAnswer, parkedError } from "../../src/views/flags.ts";
import { createTerminalPerson } from "../../src/views/person.ts";
import { questionText } from "../../src/views/question-text.ts";
import { readAnswer, wantedInvite } from "../../src/views/wanted-answer.ts";
import { askedOf, steps } from "./procedure-samples.ts";
import { FakeTerminal, longEnoughToRead } from "./terminal.ts";

const choices = steps.find(({ id }) => id === "offers")?.question?.choices ?? [];
const ways = ["retry", "skip", "park"].map((name) => ({ name, title: `${name} it` }));
const offers: Wanted = { kind: "choice", step: "offers", choices };
const agreed: Wanted = { kind: "attestation", step: "agreed" };
const failed: Wanted = { kind: "choice", step: "failed/puppet/1", choices: ways, reasonFor: ["skip"] };

test("a question shows the evidence, what is asked, and what each answer means", () => {
  const loses = ["o2-release  jane\nubuntu-check  bob"];
  assert.equal(
    questionText(askedOf("offers", offers, { loses }), { columns: 80, hasColour: false }),
    `step 3 of 9  Rebuild the build agent alibuild07, alibuild REHEARSAL
  | o2-release  jane
  | ubuntu-check  bob
How are its tasks to end?
  cordon  no new tasks; wait until the running ones have ended
  drain   kills them after 10 minutes of grace
  leave   not now`,
  );
});

test("what becomes of a failed step is asked with its failure, and what needs a reason says so", () => {
  const question = askedOf("puppet", failed, { loses: ["puppet failed: Error: no such package"] });
  const text = questionText(question, { columns: 100, hasColour: false });
  assert.match(text, /^step 8 of 9, failed {2}Rebuild .*, alibuild REHEARSAL\n {2}\| puppet failed: Error/);
  assert.match(text, /\n {2}retry {9}retry it\n {2}skip: REASON {2}skip it\n {2}park {10}park it$/);
});

test("an act is confirmed at its step, after the run began in its world", () => {
  const { wants: _, ...confirm } = { ...askedOf("x", agreed), step: "confirm rebuild", level: "destructive" as const };
  const text = questionText(confirm, { columns: 90, hasColour: false });
  assert.match(text, /^destructive {2}step 6 of 9 {2}Rebuild .*, alibuild REHEARSAL\n/);
  assert.match(
    questionText({ ...confirm, step: "confirm" }, { columns: 90, hasColour: false }),
    /^destructive {2}REHEARSAL ALICE/,
  );
  const begin = { ...confirm, step: "confirm", level: "safe", loses: [] } as const;
  assert.match(questionText(begin, { columns: 90, hasColour: false }), /^begin {2}REHEARSAL ALICE/);
});

const models: Wanted = { kind: "selection", step: "which-models", items: ["model-churn", "model-fraud"] };

test("what is selected from is named, since names are typed", () => {
  const text = questionText(askedOf("offers", models), { columns: 90, hasColour: false });
  assert.match(text, /\n {2}names {2}model-churn, model-fraud$/);
  assert.equal(wantedInvite(models), "type all, none: REASON, or without NAME: REASON; NAME: REASON");
});

const readings = [
  [offers, "cordon", "cordon"],
  [offers, " Drain ", "drain"],
  [offers, "", undefined],
  [offers, "c", undefined],
  [offers, "yes", undefined],
  [offers, "cordon: because", undefined],
  [failed, "skip: known broken: see ticket", "skip: known broken: see ticket"],
  [failed, "skip", undefined],
  [failed, "skip:  ...", undefined],
  [failed, "retry", "retry"],
  [agreed, "the release channel, 14:01", "the release channel, 14:01"],
  [agreed, "\x1b[2Jjane", "jane"],
  [agreed, " ", undefined],
  [agreed, "...", undefined],
  [models, "All", "All"],
  [models, "none", "none"],
  [models, "without model-churn: frozen until May", "without model-churn: frozen until May"],
  [models, "without model-churn: frozen; model-fraud: too", "without model-churn: frozen; model-fraud: too"],
  [models, "without model-churn", undefined],
  [models, "without model-churn: ...", undefined],
  [models, "without model-chrun: frozen", undefined],
  [models, "model-fraud", undefined],
  [models, "", undefined],
] as const;

for (const [wants, typed, answer] of readings) {
  test(`${wants.kind}: ${JSON.stringify(typed)} is ${answer ?? "no answer"}`, () => {
    const reading = readAnswer(wants, typed);
    assert.equal("answer" in reading ? reading.answer : undefined, answer);
  });
}

function flags(...attested: readonly string[]) {
  return { isYes: true, confirmed: ["alibuild07"], attested };
}

test("--attest answers exactly the step that it names; --yes and --confirm answer none", () => {
  const answered = (question: Question, ...attested: readonly string[]) =>
    flagAnswer(question, flags(...attested), true);
  const question = askedOf("agreed", agreed, { step: "ask agreed" });
  assert.deepEqual(answered(question, "agreed=the channel = all"), {
    isYes: true,
    text: "the channel = all",
    how: "--attest",
  });
  for (const attested of [[], ["offers=cordon"], ["agreed="], ["agreed=..."], ["agreed"], ["ask agreed=x"]]) {
    assert.equal(answered(question, ...attested), undefined, attested.join());
  }
  assert.equal(answered(askedOf("offers", offers), "agreed=x", "offers=drain")?.text, "drain");
  assert.equal(answered(askedOf("offers", offers), "offers=kill"), undefined);
  assert.equal(flagAnswer(question, { ...flags("agreed=x"), planFingerprint: "0000" }, true), undefined);
});

test("how a failed step goes on is answered by no flag", () => {
  const question = askedOf("puppet", failed, { step: "failed/puppet/1" });
  assert.equal(flagAnswer(question, flags("failed/puppet/1=retry", "puppet=retry"), true), undefined);
  const error = errorOf(question);
  assert.match(error.why, /by a person at a terminal/);
  assert.equal(error.next, `./console alibuild --rehearse -e 'resume!("r7")'`);
});

function errorOf(question: Question, ...attested: readonly string[]): OpsError {
  return parkedError({ question, run: "r7", isRehearsal: true, isAtPrompt: false }, flags(...attested));
}

test("a run that parks at a question names the flag to add; copied as it stands it answers nothing", () => {
  const error = errorOf(askedOf("agreed", agreed));
  assert.equal(error.reason, "parked");
  assert.equal(error.next, `./console alibuild --rehearse -e 'resume!("r7")' --attest 'agreed=...'`);
  const choice = errorOf(askedOf("offers", offers), "offers=kill", "agreed=x", "offer=drain");
  assert.match(choice.next, /--attest 'offers=cordon\|drain\|leave'$/);
  assert.match(choice.why, /"kill" is none of them; there is no step offer$/);
});

function asked(t: TestContext, question: Question) {
  const terminal = new FakeTerminal(80);
  const { stdin, stdout } = terminal;
  const person = createTerminalPerson({
    stdin,
    stdout,
    stderr: stdout,
    columns: 80,
    hasColour: false,
    isDumb: false,
    answers: { isYes: true, confirmed: [], attested: [] },
    isRehearsal: true,
    onInterrupt: () => undefined,
  });
  t.after(() => person.release());
  return { terminal, answer: person.ask(question).catch((error: unknown) => error) };
}

async function type(terminal: FakeTerminal, keys: string, from = 0): Promise<void> {
  await terminal.sees(/type cordon, drain or leave|who and what/, from);
  await setTimeout(longEnoughToRead);
  terminal.press(keys);
}

test("what is typed is recorded, after what is none of the choices was asked for again", async (t) => {
  const { terminal, answer } = asked(t, askedOf("offers", offers));
  await type(terminal, "y\r");
  await terminal.sees(/"y" is none of them: type cordon, drain or leave; ctrl-c parks the run\n/);
  await type(terminal, "cordon\r", terminal.text.lastIndexOf("ctrl-c parks the run"));
  assert.deepEqual(await answer, { isYes: true, text: "cordon", how: "typed" });
  assert.match(terminal.text, /drain {3}kills them after 10 minutes of grace/);
});

test("an empty answer is asked again twice and is then no answer: the run parks", async (t) => {
  const { terminal, answer } = asked(t, askedOf("agreed", agreed));
  await type(terminal, "\r");
  for (const count of [1, 2]) {
    await terminal.sees(new RegExp(`(?:it wants words[^]*){${count}}`));
    await setTimeout(longEnoughToRead);
    terminal.press("\r");
  }
  const error = await answer;
  assert.ok(error instanceof OpsError && error.reason === "interrupted");
});
