import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import test, { after } from "node:test";

const root = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "cli-"));
after(() => rmSync(home, { recursive: true, force: true }));

test("without arguments it lists the environments and how to begin", async () => {
  const { status, stdout, stderr } = await run([]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^Environments:\n {2}alibuild {4}ALICE build .*\n {2}cantareira {2}Mesos clusters/);
  assert.match(stdout, /\.\/console alibuild --rehearse\n/);
});

test("--help and --version", async () => {
  assert.match((await run(["--help"])).stdout, /--attest STEP=NOTE[\s\S]*Exit status: 0 done/);
  assert.match((await run(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test("an unknown environment gets the nearest name, on stderr, and nothing else", async () => {
  const { status, stdout, stderr } = await run(["cantarera"]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(
    stderr,
    /there is no environment "cantarera"\n {3}why {3}the nearest: cantareira\n {3}next {2}\.\/console cantareira/,
  );
});

test("with --json bad usage is a document too", async () => {
  const { status, stdout } = await run(["cantareira", "--json", "--rehears"]);
  assert.equal(status, 2);
  const { error } = JSON.parse(stdout);
  assert.deepEqual([error.code, error.reason, error.what], ["usage", "usage", "there is no option --rehears"]);
});

test("-e evaluates as at the prompt, in one context, with the console's words", async () => {
  const { status, stdout, stderr } = await run([
    "cantareira",
    "-e",
    "const all: unknown[] = await runs()",
    "-e",
    "all.length",
  ]);
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "0\n", stderr: "" });
});

test("an unknown recipe gets the nearest names", async () => {
  const { status, stderr } = await run(["cantareira", "-e", 'MesosClustr.create("test")']);
  assert.equal(status, 2);
  assert.match(stderr, /there is no MesosClustr\n {3}why {3}the nearest: MesosCluster/);
});

test("a pipe gives expressions as well", async () => {
  const { status, stdout } = await run(["cantareira"], "const x = (\n20\n)\nx + 1\n");
  assert.deepEqual([status, stdout], [0, "21\n"]);
});

for (const input of ["", "\n \n"])
  test(`nothing to evaluate is bad usage: ${JSON.stringify(input)}`, async () => {
    const { status, stdout, stderr } = await run(["cantareira"], input);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /there is nothing to evaluate\n {3}why {3}[\s\S]*-e EXPR[\s\S]*next {2}\.\/console --help/);
    const asJson = await run(["cantareira", "--json"], input);
    assert.deepEqual([asJson.status, JSON.parse(asJson.stdout).error.code], [2, "usage"]);
  });

test("a reader that leaves early does not break what goes on", async () => {
  const child = start(["cantareira", "-e", "for (let i = 0; i < 9999; i++) console.log(i)", "-e", "console.log('x')"]);
  child.stdin.end();
  child.stdout.once("data", () => child.stdout.destroy());
  assert.equal(await text(child.stderr), "");
  assert.equal(await exitOf(child), 0);
});

test("an interrupted expression says so and exits with 130", async () => {
  const later = (milliseconds: number) => `await new Promise((done) => setTimeout(done, ${milliseconds}))`;
  const child = start(["cantareira", "-e", `${later(0)}; console.log("go"); ${later(99_999)}`, "-e", "1"]);
  child.stdin.end();
  child.stdout.once("data", () => child.kill("SIGINT"));
  const stderr = text(child.stderr);
  assert.equal(await exitOf(child), 130);
  assert.match(await stderr, /!! interrupted[\s\S]*not begun: 1\n$/);
});

function start(args: readonly string[]) {
  const env = { ...process.env, MESOS_CONSOLE_HOME: home };
  return spawn(process.execPath, [join(root, "src/main.ts"), ...args], { env, stdio: "pipe" });
}

async function run(args: readonly string[], input = "") {
  const child = start(args);
  child.stdin.end(input);
  const [status, stdout, stderr] = await Promise.all([exitOf(child), text(child.stdout), text(child.stderr)]);
  return { status, stdout, stderr };
}

function exitOf(child: ReturnType<typeof start>): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}
