import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { noTerminal, Pty } from "./pty.ts";

const options = { skip: noTerminal, timeout: 30_000 };
const [up, ctrlC, ctrlD, enter] = ["\x1b[A", "\x03", "\x04", "\r"];
const paste = (text: string) => `\x1b[200~${text.replaceAll("\n", "\r")}\x1b[201~`;

test("what is typed is evaluated and shown, over several lines too", options, async (t) => {
  const { pty, history } = start(t);
  await pty.see("A fake console.");
  await pty.see("fake > ");
  pty.type(`1 + 1${enter}`);
  await pty.see("\n2\n");
  pty.type(`Fleet.create!(${enter}"two"${enter})${enter}`);
  await pty.see("{ created: 'two' }");
  pty.type(`.exit${enter}`);
  await pty.see("LEFT begin two, end two");
  assert.equal(await pty.exited(), 0);
  assert.equal(readFileSync(history, "utf8"), '1 + 1\nFleet.create!(\r"two"\r)\n');
  assert.equal(statSync(history).mode & 0o777, 0o600);
});

test("history reaches over sessions, inputs of several lines included", options, async (t) => {
  const { pty, history } = start(t);
  await pty.see("fake > ");
  pty.type(`Fleet.create(${enter}"before")${enter}`);
  await pty.see("{ plan: [ 'before' ] }");
  pty.type(ctrlD);
  await pty.exited();
  using next = new Pty(command(history));
  await next.see("fake > ");
  next.type(`${up}${enter}`);
  await next.see("{ plan: [ 'before' ] }");
});

test("Ctrl-C clears the line, and twice on an empty line leaves", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`Fleet.create!("no")${ctrlC}`);
  await pty.see("fake > ");
  pty.type(`2 + 3${enter}`);
  await pty.see("\n5\n");
  pty.type(ctrlC);
  await pty.see("To leave: Ctrl-C once more, Ctrl-D or exit.");
  pty.type(ctrlC);
  await pty.see("LEFT \n");
});

for (const leaving of ["exit", "quit", "exit()", ".exit"])
  test(`${leaving} leaves`, options, async (t) => {
    const { pty } = start(t);
    await pty.see("fake > ");
    pty.type(`${leaving}${enter}`);
    await pty.see("LEFT \n");
    assert.equal(await pty.exited(), 0);
  });

test("what was begun is done before the console is left", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`exit(); Fleet.create!("last")${enter}`);
  await pty.see("LEFT begin last, end last");
});

test(".help helps", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`.help${enter}`);
  await pty.see("some hosts");
  await pty.see("fake > ");
});

test("an input that goes on says once how to get out, and again at an empty line", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`Fleet.create(${enter}`);
  await pty.see("close what is open, or Ctrl-C to start over");
  pty.type(`"a"${enter}${enter}`);
  await pty.see("close what is open, or Ctrl-C to start over");
  pty.type(ctrlC);
  await pty.see("fake > ");
  pty.type(`Fleet.create(${enter}"b")${enter}`);
  await pty.see("{ plan: [ 'b' ] }");
  assert.equal(pty.text.split("close what is open").length, 3);
});

test("an input that is too long to be found again is not kept", options, async (t) => {
  const { pty, history } = start(t);
  await pty.see("fake > ");
  pty.type(`${paste(`"${"x".repeat(10_000)}".length`)}${enter}`);
  await pty.see("10000\n");
  pty.type(`1 + 1${enter}`);
  await pty.see("\n2\n");
  assert.equal(readFileSync(history, "utf8"), "1 + 1\n");
});

test("Ctrl-C parks the run under way and comes back to the prompt; the rest is not begun", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`Fleet.create!("slow"); Fleet.create!("rest")${enter}`);
  await pty.see("BEGUN slow");
  pty.type(ctrlC);
  await pty.see('resume!("r1")');
  await pty.see('not begun: Fleet.create!("rest")');
  await pty.see("fake > ");
  pty.type(`"still " + "here"${enter}`);
  await pty.see("still here");
});

test("Ctrl-C comes back from a look that never ends", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`console.log("look"); never()${enter}`);
  await pty.see("\nlook\n");
  pty.type(ctrlC);
  await pty.see("interrupted");
  await pty.see("fake > ");
  pty.type(`6 * 7${enter}`);
  await pty.see("\n42\n");
});

test("a closed terminal ends an endless loop", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`console.log("loop"); for (;;);${enter}`);
  await pty.see("\nloop\n");
  const pid = Number(/process (\d+)/.exec(pty.text)?.[1]);
  pty.hangUp();
  while (isAlive(pid)) await setTimeout(20, undefined, { signal: t.signal });
});

test("a question gets only what is typed after it; what is left over is not executed", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`Fleet.create!("ask")${enter}early${enter}`);
  await pty.see("QUESTION? ");
  pty.type(`yes${enter}Fleet.create!("left over")${enter}`);
  await pty.see("GIVEN ");
  await pty.see("{ answer: ");
  await pty.see("fake > ");
  pty.type(`"next"${enter}`);
  await pty.see("\nnext\n");
  pty.type(ctrlD);
  await pty.see("LEFT begin ask, end ask\n");
  assert.doesNotMatch(pty.text, /GIVEN "early/);
});

test("what is typed ahead of a look's end waits in the line for Enter", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  const look = "console.log('look'); await new Promise((done) => setTimeout(done, 300)); 'seen'";
  pty.type(`${look}${enter}`);
  await pty.see("\nlook\n");
  pty.type(`Fleet.create!("ahead")${enter}`);
  await pty.see("seen\n");
  await pty.see('fake > Fleet.create!("ahead")');
  assert.doesNotMatch(pty.text, /created/);
  pty.type(enter);
  await pty.see("{ created: 'ahead' }");
});

test("a pasted block waits for Enter, and then its bangs run one after another", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  assert.ok(pty.raw.includes("\x1b[?2004h"), "the terminal is asked to mark what is pasted");
  pty.type(paste('Fleet.create!("a")\nfor (const s of ["b", "c"]) {\n  Fleet.create!(s)\n}\n"end " + 1\n'));
  await pty.see('"end " + 1');
  pty.type(enter);
  await pty.see("end 1");
  pty.type(ctrlD);
  await pty.see("LEFT begin a, end a, begin b, end b, begin c, end c");
  assert.ok(pty.raw.includes("\x1b[?2004l"), "and not to any more");
});

test("in a pasted block the rest is dropped and listed when one is not done", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type(`${paste('Fleet.create!("bad")\nFleet.create!("b")\n')}${enter}`);
  await pty.see("!! bad failed");
  await pty.see('not begun: Fleet.create!("b")');
});

test("Tab completes words, verbs and stacks", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  pty.type("Fl\t");
  await pty.see("Fleet");
  pty.type(".cr\t");
  await pty.see("create");
  pty.type('!("st\t');
  await pty.see("stable");
  pty.type(`)${enter}`);
  await pty.see("{ created: 'stable' }");
  pty.type(`const { length: size, name: own } = { length: 1, name: 2 }${enter}`);
  await pty.see("name: 2 }");
  await pty.see("fake > ");
  pty.type("ow\t");
  await pty.see("own");
  pty.type(` + 40${enter}`);
  await pty.see("\n42\n");
});

test("the REPL's own commands that reach files are not there", options, async (t) => {
  const { pty, history } = start(t);
  await pty.see("fake > ");
  for (const name of ["load", "save", "clear", "editor"]) {
    pty.type(`.${name} ${history}.js${enter}`);
    await pty.see("Invalid REPL keyword");
    await pty.see("fake > ");
  }
});

test("a closed terminal parks what is under way and ends", options, async (t) => {
  const { pty, history } = start(t);
  await pty.see("fake > ");
  pty.type(`Fleet.create!("slow")${enter}`);
  await pty.see("BEGUN slow");
  pty.hangUp();
  while (!existsSync(`${history}.left`)) await setTimeout(20, undefined, { signal: t.signal });
  assert.equal(readFileSync(`${history}.left`, "utf8"), "begin slow\nend slow");
});

test("a large paste is taken as one input", options, async (t) => {
  const { pty } = start(t);
  await pty.see("fake > ");
  const lines = Array.from({ length: 300 }, (_, index) => `const line${index} = "${"x".repeat(60)}"`);
  pty.type(paste(`${lines.join("\n")}\n"size " + (line299.length + 1)`));
  await pty.see("(line299.length + 1)");
  pty.type(enter);
  await pty.see("size 61");
});

function start(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "prompt-"));
  const history = join(folder, "fake");
  const pty = new Pty(command(history));
  t.after(() => {
    pty[Symbol.dispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  return { pty, history };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function command(history: string): string {
  const demo = join(import.meta.dirname, "demo.ts");
  return `${process.execPath} ${demo} ${history}`;
}
