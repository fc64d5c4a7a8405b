import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Each is tried at the prompt; none may reach outside of it. */
const codeFromStrings = [
  'eval("1")',
  'new Function("return 1")()',
  '(() => {}).constructor("return 1")()',
  '(async () => {}).constructor("return 1")()',
  '(function* () {}).constructor("yield 1")()',
  'globalThis.constructor.constructor("return process")()',
  'Fleet.create.constructor("return process")()',
  'Fleet.create.now.constructor.constructor("return process")()',
  'Fleet.create("a").constructor.constructor("return process")()',
  'console.log.constructor("return process")()',
  'setTimeout.constructor("return process")()',
  'help.constructor("return process")()',
  'try { help("Flet") } catch (error) { error.constructor.constructor("return process")() }',
];
const imports = [
  'await import("node:fs")',
  'await import("fs")',
  'await import("child_process")',
  '(() => import("node:fs"))()',
  'await import("ink")',
  'await import("./src/console.ts")',
  'await import("../src/console.ts")',
  'await import("./recipes/../src/console.ts")',
  'await import("./recipes/%2e%2e/src/console.ts")',
  'await import("./recipes")',
  'await import("#src/console.ts")',
  "await import(\"data:text/javascript,import('node:fs')\")",
  'await import("file:///etc/passwd")',
  'await import("https://example.org/x.js")',
  'await import("")',
];
const missing = [
  ...["process", "require", "module", "exports", "global", "Buffer", "fetch", "WebSocket", "EventSource"],
  ...["Worker", "navigator", "localStorage", "performance", "MessageChannel", "BroadcastChannel", "fs", "vm"],
  ...["WebAssembly", "SharedArrayBuffer"],
];

test("the prompt makes no code from strings", async () => {
  const documents = await attempts(codeFromStrings);
  for (const [index, { error }] of documents.entries()) {
    assert.match(String(error?.what), /[Cc]ode generation .*disallowed/, codeFromStrings[index]);
    assert.equal(error?.reason, "usage", codeFromStrings[index]);
  }
});

test("the prompt imports nothing but recipes and runbooks", async () => {
  for (const [index, { error }] of (await attempts(imports)).entries())
    assert.deepEqual([error?.code, error?.reason], ["import", "refused"], imports[index]);
});

test("also when its working directory is gone", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "closed-"));
  const [document] = await attempts(['await import("node:fs")'], cwd, () => rmdirSync(cwd));
  assert.equal(document?.error?.code, "import");
});

test("the prompt imports a recipe", async () => {
  const typed = 'const { MesosCluster } = await import("./recipes/mesos-cluster.ts"); MesosCluster.title';
  const [, title] = await attempts([typed, "MesosCluster.title"]);
  assert.match(String(title), /Mesos cluster/);
});

test("the prompt has no process, no module system and no network", async () => {
  const types = await attempts(missing.map((name) => `typeof ${name}`));
  for (const [index, type] of types.entries()) assert.equal(type, "undefined", missing[index]);
});

test("nothing at the prompt leads to Node's own objects", async () => {
  const [timer, logger, frames] = await attempts([
    "typeof setTimeout(() => {}, 0)",
    "Object.keys(console).join()",
    "Error.prepareStackTrace = (_, sites) => sites; typeof new Error().stack",
  ]);
  assert.equal(timer, "number");
  assert.equal(logger, "log,info,warn,error,debug,table");
  assert.equal(frames, "string");
});

interface Document {
  readonly error?: { readonly code: string; readonly reason: string; readonly what: string };
}

/** Runs the attempts in a process of their own, closed as the console closes itself. */
async function attempts(texts: readonly string[], cwd?: string, before = () => {}): Promise<readonly Document[]> {
  const script = join(import.meta.dirname, "attempts.ts");
  const running = run(process.execPath, [script, ...texts], { cwd });
  running.child.once("spawn", before);
  const { stdout } = await running;
  return stdout
    .trim()
    .split("\n")
    .map((line): Document => JSON.parse(line));
}
