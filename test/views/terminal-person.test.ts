import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { OpsError } from "../../src/model/error.ts";
import type { RunEvent } from "../../src/model/run.ts";
import { createTerminalPerson, type TerminalOptions } from "../../src/views/person.ts";
import { questionOf, runOf, volumes } from "./samples.ts";
import { FakeTerminal, longEnoughToRead, until } from "./terminal.ts";

const [first, second] = ["create volume/mesos-master-test-a", "create volume/mesos-master-test-b"];
const began: RunEvent = { type: "began", run: "r7", plan: volumes, identities: [] };
const ended: RunEvent = { type: "ended", run: runOf() };

function personAt(t: TestContext, terminal: FakeTerminal, rest: Partial<TerminalOptions> = {}) {
  const { stdin, stdout } = terminal;
  const answers = { isYes: false, confirmed: [], attested: [] };
  const options = { stdin, stdout, stderr: stdout, columns: stdout.columns, hasColour: false, isDumb: false };
  const person = createTerminalPerson({
    ...options,
    answers,
    isRehearsal: true,
    onInterrupt: () => undefined,
    ...rest,
  });
  t.after(() => person.release());
  return person;
}

async function type(terminal: FakeTerminal, invite: RegExp, keys: string, from = 0): Promise<void> {
  await terminal.sees(invite, from);
  await setTimeout(longEnoughToRead);
  terminal.press(keys);
}

for (const [level, keys, isYes] of [
  ["safe", "y\r", true],
  ["safe", "\r", false],
  ["disruptive", "yes\r", true],
  ["disruptive", "n\r", false],
  ["destructive", "test\r", true],
  ["destructive", "\r", false],
] as const) {
  test(`${level}: ${JSON.stringify(keys)} is ${isYes ? "yes" : "no"}`, async (t) => {
    const terminal = new FakeTerminal(80);
    const asked = personAt(t, terminal).ask(questionOf({ level }));
    await type(terminal, level === "destructive" ? /type test to go on/ : /y to go on/, keys);
    assert.deepEqual(await asked, { isYes, text: keys.trim(), how: "typed" });
    assert.match(terminal.text, /REHEARSAL.*Destroy the Mesos masters of test\?/s);
    assert.equal(terminal.stdin.isRaw, false);
  });
}

test("a wrong name is asked again, three times in all, and then is no", async (t) => {
  const terminal = new FakeTerminal(80);
  const asked = personAt(t, terminal).ask(questionOf());
  for (const wrong of ["y\r", "tset\r", "TEST\r"]) {
    const from = terminal.text.length;
    await type(terminal, /type test to go on/, wrong, wrong === "y\r" ? 0 : from - 60);
    await terminal.sees(new RegExp(`to go on ${wrong.trim()}`));
  }
  assert.equal((await asked).isYes, false);
});

for (const [what, leave] of [
  ["Ctrl-C", (terminal: FakeTerminal) => terminal.press("\x03")],
  ["Ctrl-D", (terminal: FakeTerminal) => terminal.press("\x04")],
  ["a closed terminal", (terminal: FakeTerminal) => terminal.stdin.end()],
] as const) {
  test(`${what} is neither yes nor no: the run parks and says how to go on`, async (t) => {
    const terminal = new FakeTerminal(80);
    const person = personAt(t, terminal);
    person.show(began);
    const asked = person.ask(questionOf()).catch((error: unknown) => error);
    await terminal.sees(/type test to go on/);
    leave(terminal);
    const error = await asked;
    assert.ok(error instanceof OpsError && error.reason === "interrupted");
    assert.equal(error.next, `./console cantareira --rehearse -e 'resume!("r7")'`);
    person.show(ended);
  });
}

test("a run that is to park leaves its question; at the prompt it says what to type there", async (t) => {
  const terminal = new FakeTerminal(80);
  const person = personAt(t, terminal, { handOver: (work) => work() });
  person.show(began);
  const park = new AbortController();
  const asked = person.ask(questionOf(), park.signal).catch((error: unknown) => error);
  await terminal.sees(/type test to go on/);
  park.abort();
  const error = await asked;
  assert.ok(error instanceof OpsError && error.reason === "interrupted");
  assert.equal(error.next, 'resume!("r7")');
  assert.equal(terminal.stdin.isRaw, false);
  person.show(ended);
});

test("a flag answers before the person is asked", async (t) => {
  const answers = { isYes: true, confirmed: [], attested: [] };
  const person = personAt(t, new FakeTerminal(80), { answers });
  assert.deepEqual(await person.ask(questionOf({ level: "safe" })), { isYes: true, text: "yes", how: "--yes" });
});

test("a run is drawn, makes room for a question, and goes on below it; nothing finished is drawn twice", async (t) => {
  const terminal = new FakeTerminal(80);
  const person = personAt(t, terminal);
  person.show(began);
  person.show({ type: "change", change: first, state: "begun" });
  await terminal.sees(/p park .*ctrl-c park/);
  person.show({ type: "change", change: first, state: "done" });
  await terminal.sees(/ok {3}create volume\/mesos-master-test-a/);
  const asked = person.ask(questionOf({ level: "safe" }));
  await type(terminal, /y to go on/, "y\r");
  assert.equal((await asked).isYes, true);
  person.show({ type: "change", change: second, state: "already" });
  await terminal.sees(/ok {3}create volume\/mesos-master-test-b {2}is already so/);
  person.show(ended);
  assert.equal(terminal.text.match(/ok {3}create volume\/mesos-master-test-a/g)?.length, 1);
  assert.doesNotMatch(terminal.raw, /\x1b\[3[0-7]m/, "no colour where none is wanted");
  assert.equal(terminal.stdin.isRaw, false);
});

test("at the end what has finished stays, also at the last moment, and what moved is taken away", async (t) => {
  const terminal = new FakeTerminal(80);
  const person = personAt(t, terminal);
  person.show(began);
  person.show({ type: "change", change: first, state: "begun" });
  await terminal.sees(/p park .*ctrl-c park/);
  person.show({ type: "change", change: first, state: "done" });
  person.show(ended);
  const afterKeys = terminal.raw.slice(terminal.raw.lastIndexOf("p park"));
  const erasedLines = afterKeys.split("\x1b[2K").length - 1;
  assert.ok(erasedLines >= 4, `all lines of what moved are erased, not ${erasedLines}`);
  assert.match(afterKeys, /ok {3}create volume\/mesos-master-test-a/);
});

test("w says why, p and Ctrl-C park, at 40 columns too", async (t) => {
  const terminal = new FakeTerminal(40);
  let interrupts = 0;
  const person = personAt(t, terminal, { onInterrupt: () => (interrupts += 1) });
  person.show(began);
  person.show({ type: "change", change: first, state: "begun" });
  await type(terminal, /p park/, "w");
  await terminal.sees(/because it does not exist/);
  terminal.press("p");
  await terminal.sees(/parking: waits for the effect under way/);
  terminal.press("\x03");
  await until(
    () => interrupts === 2,
    () => "the second interrupt",
  );
  person.show(ended);
});

test("the terminal is borrowed once for a run and its questions, and given back at its end", async (t) => {
  const terminal = new FakeTerminal(80);
  const log: string[] = [];
  const handOver = async <T>(work: () => Promise<T>) => {
    log.push("taken");
    const value = await work();
    log.push("given back");
    return value;
  };
  const person = personAt(t, terminal, { handOver });
  person.show(began);
  const asked = person.ask(questionOf({ level: "safe" }));
  await type(terminal, /y to go on/, "n\r");
  await asked;
  assert.deepEqual(log, ["taken"]);
  person.show(ended);
  await until(
    () => log.length === 2,
    () => "the terminal given back",
  );
  assert.deepEqual(log, ["taken", "given back"]);
});
