import assert from "node:assert/strict";
import test from "node:test";
import { evaluate, evaluateLines } from "./batch-run.ts";

test("expressions share one context, with lasting constants and top-level await", async () => {
  const { stdout, status } = await evaluate(["const x: number = await Promise.resolve(20)", "let y = x * 2", "y + 2"]);
  assert.deepEqual({ stdout, status }, { stdout: "42\n", status: 0 });
});

test("a Promise is awaited before it is shown", async () => {
  assert.equal((await evaluate(['Fleet.create("a")'])).stdout, "{ plan: [ 'a' ] }\n");
});

test("an object literal is a value", async () => {
  assert.equal((await evaluate(["{ a: 1, b: 2 }"])).stdout, "{ a: 1, b: 2 }\n");
});

const mistakes: readonly (readonly [string, RegExp])[] = [
  ["Flet.create('a')", /there is no Flet\n.*the nearest: Fleet\n/],
  ["Fleet.creat('a')", /there is no Fleet.creat\n.*the nearest: Fleet.create\n/],
  ["Fleet.creat!('a')", /there is no Fleet.creat\n.*the nearest: Fleet.create\n/],
  ["help({ toString: 1 })", /there is no help for that\n/],
  ["help('creat')", /the nearest: create/],
  ["help('Flet')", /there is no "Flet"\n.*the nearest: Fleet\n.*help\("Fleet"\)/],
  ["1 +* 2", /this cannot be read\n/],
  ["Fleet.create!(", /this is not yet at its end\n/],
  ["throw new Error('no')", /Error: no\n.*what was typed threw it\n/],
  ["throw 'no'", /no was thrown\n/],
  ["JSON.parse('{')", /SyntaxError: .*JSON.*\n.*what was typed threw it\n/],
  ["Fleet.create('test", /Unterminated string constant\nFleet.create\('test\n +\^+\n +correct it/],
  ["const x = ;", /this cannot be read\n[\s\S]*Expression expected/],
  ["import x from 'y'", /this cannot be read\n[\s\S]*await import\(/],
  ["const z = 1; const z = 2", /has already been declared/],
  ["Fleet.burn('a')", /there is no Fleet.burn\n.*no such verb\n.*Fleet.create, Fleet.replace/],
  ["runs!()", /runs only looks\n.*bang.*\n.* runs\(\)\n/],
  ["const f = (x: number) => x; f!(2)", /f only looks\n.*\n.*; f\(2\)\n/],
  ["const p = { a: 1 }; p.apply!()", /there is no p.apply to act with\n/],
  ["runs().length", /there is no length yet\n.*awaited\n.*\(await runs\(\)\).length\n/],
  ["runs().at(-1)", /there is no at yet\n.*awaited\n.*\(await runs\(\)\).at\(-1\)\n/],
  ["const r = runs(); r.length", /const r = runs\(\); \(await r\).length\n/],
  ["Fleet.create!('a').created", /\(await Fleet.create!\('a'\)\).created\n/],
  ["json(runs())", /json was given a Promise\n.*\n.* json\(await runs\(\)\)\n/],
  ["json([1, runs()][1])", /json was given a Promise\n.*\n.*await it first/],
  ["fleet.create('a')", /there is no fleet\n.*the nearest: Fleet\n.* Fleet.create\('a'\)\n/],
  ["foo", /there is no foo\n.*nothing known here is called so\n.* help\(\)\n/],
];
for (const [typed, told] of mistakes)
  test(`${typed} is bad input that says what to type`, async () => {
    const { status, stdout, stderr } = await evaluate([typed]);
    assert.match(stderr, told);
    assert.doesNotMatch(stderr, /\bat .*:\d+:\d+/, "no stack trace");
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
  });

const overwriting = [
  ...["Fleet = 5", "const help = 3", "let Fleet = await 3", "var json = 3", "function help() {}", "class Fleet {}"],
  ...["Fleet.create = 3", "Fleet.create.now = 3", "globalThis.Fleet = 3", "[Fleet] = [1]", "for (Fleet of [1]);"],
];
for (const typed of overwriting)
  test(`${typed} is refused: the name belongs to the console`, async () => {
    const { status, stdout, stderr } = await evaluate([typed]);
    assert.match(stderr, /: that name belongs to the console\n/);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
  });

test("no way to take a word away or to put another in its place works", async () => {
  const attempts = [
    "delete globalThis.Fleet",
    "delete Fleet.create",
    'Reflect.defineProperty(globalThis, "Fleet", { value: 1 })',
    'Reflect.defineProperty(Fleet, "create", { value: 1 })',
    'Reflect.deleteProperty(globalThis, "help")',
  ];
  const { stdout, log } = await evaluate([...attempts, 'Fleet.create!("a")', "help"]);
  assert.match(stdout, /^(false\n){5}\{ created: 'a' \}\n {2}Fleet/);
  assert.deepEqual(log, ["begin a", "end a"]);
});

test("with --json stdout is one document per expression and nothing else", async () => {
  const expressions = ['console.log("aside"); 1', "undefined", "() => 1", "10n", '"é\\n"', 'Fleet.create!("a")'];
  const { stdout, stderr, status } = await evaluate(expressions, { isJson: true });
  assert.deepEqual(
    stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
    [1, null, null, "10", "é\n", { created: "a" }],
  );
  assert.deepEqual({ stderr, status }, { stderr: "aside\n", status: 0 });
});

test("with --json an error and what was not begun are documents too", async () => {
  const { stdout, status } = await evaluate(['Fleet.create!("bad")', "1"], { isJson: true });
  const [failed, dropped] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(failed, {
    error: { code: "bad", reason: "system", what: "bad failed", why: "it always does", next: "give up" },
  });
  assert.equal(dropped.error.code, "not-begun");
  assert.equal(status, 1);
});

test("with --json a value that has no document is an error", async () => {
  const { stdout, status } = await evaluate(["const a: any = {}; a.a = a; a"], { isJson: true });
  assert.equal(JSON.parse(stdout).error.code, "not-json");
  assert.equal(status, 2);
});

test("when an expression is not done the rest is not begun", async () => {
  const { stdout, stderr, status } = await evaluate(["1", 'Fleet.create!("parked")', "2", "3"]);
  assert.deepEqual(
    { stdout, stderr, status },
    { stdout: "1\n{ status: 'parked' }\n", stderr: "not begun: 2\nnot begun: 3\n", status: 4 },
  );
});

test("a pipe gives one expression after the other, over as many lines as it takes", async () => {
  const { stdout, status } = await evaluateLines(
    'const f = (x: number) => {\n  return x + 1\n}\n\nf(1)\nFleet.create!(\n"a"\n)\n',
  );
  assert.deepEqual({ stdout, status }, { stdout: "2\n{ created: 'a' }\n", status: 0 });
});

test("a pipe ends with the first that is not done", async () => {
  const { stdout, status, log } = await evaluateLines('Fleet.create!("parked")\nFleet.create!("b")\n');
  assert.deepEqual(
    { stdout, status, log },
    { stdout: "{ status: 'parked' }\n", status: 4, log: ["begin parked", "end parked"] },
  );
});

test("what a pipe leaves open is told", async () => {
  const { stderr, status } = await evaluateLines("1\nfoo(");
  assert.match(stderr, /this is not yet at its end/);
  assert.equal(status, 2);
});

test("a timer's callback that throws is told and does not end the console", async () => {
  const typed = "setTimeout(() => { throw new Error('late') }, 1); await new Promise((done) => setTimeout(done, 1))";
  const { stderr, status, stdout } = await evaluate([typed, "1"]);
  assert.match(stderr, /Error: late/);
  assert.deepEqual({ stdout, status }, { stdout: "1\n", status: 1 });
});

test("help lists all words, and explains one with its verbs and parameters", async () => {
  const { stdout } = await evaluate(["help()", 'help("Fleet")', "Fleet"]);
  assert.match(stdout, /^ {2}Fleet {2}some hosts$/m);
  assert.match(stdout, /^ {2}json {3}a value raw/m);
  const one = `Fleet: some hosts
For tests.
  Fleet.create(stack)  Fleet.create!(stack)  make it so
  Fleet.replace(stack, ...host)  Fleet.replace!(stack, ...host)  make a host anew
    stack: the stack
    host: the host
`;
  assert.ok(stdout.endsWith(one + one), stdout);
});

const explained: readonly (readonly [string, string])[] = [
  ['help("Fleet.create")', "  Fleet.create(stack)  Fleet.create!(stack)  make it so\n    stack: the stack\n"],
  ['help("create!")', "  Fleet.create(stack)  Fleet.create!(stack)  make it so\n    stack: the stack\n"],
  ["help(Fleet.create)", "  Fleet.create(stack)  Fleet.create!(stack)  make it so\n    stack: the stack\n"],
  ["Fleet.create", "  Fleet.create(stack)  Fleet.create!(stack)  make it so\n    stack: the stack\n"],
  ["help(show)", "show: one run\n  show(run)\n    run: the run\n"],
  ["help('show()')", "show: one run\n  show(run)\n    run: the run\n"],
];
for (const [typed, text] of explained)
  test(`${typed} explains it`, async () => {
    const { stdout, status } = await evaluate([typed]);
    assert.deepEqual({ stdout, status }, { stdout: text, status: 0 });
  });

test("help says which stacks there are, what the keys do and how to leave", async () => {
  const { stdout } = await evaluate(["help()"]);
  assert.match(stdout, /^Stacks: dev, stable, test\.$/m);
  assert.match(stdout, /^Tab completes; the arrow keys/m);
  assert.match(stdout, /^Ctrl-C drops the line, or parks the run under way\. exit leaves/m);
  assert.equal((await evaluate(["help"])).stdout, stdout);
  assert.match((await evaluate(["help(help)"])).stdout, /^help: what there is/);
});

test("exit leaves: what comes after it is not begun", async () => {
  const { status, stderr } = await evaluate(["exit", "1"]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "not begun: 1\n" });
  assert.deepEqual(await evaluateLines("1\nexit()\n2\n"), { status: 0, stdout: "1\n", stderr: "", log: [] });
});

test("json shows a value raw", async () => {
  assert.equal((await evaluate(['json(await Fleet.create!("a"))'])).stdout, '{\n  "created": "a"\n}\n');
});

test("control characters of what was typed never reach the terminal", async () => {
  const { stdout } = await evaluate(['console.log("a\\x1b[31mb\\u202ec")']);
  assert.equal(stdout, "abc\n");
});
