import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Run } from "../../src/model/run.ts";
import { noTerminal, Pty } from "../prompt/pty.ts";
import { argumentsOf, endOf, startConsole } from "../support/console.ts";
import { longEnoughToRead } from "./terminal.ts";

const options = { skip: noTerminal, timeout: 60_000 };
const home = mkdtempSync(join(tmpdir(), "question-"));
const rehearsal = ["cantareira", "--rehearse"];

after(async () => {
  await ofAnother("stopWorld()");
  rmSync(home, { recursive: true, force: true });
});

test("a question can be left in every way, and nothing but an answer answers it", options, async (t) => {
  const { pty, pid } = await prompt(t);

  await ask(pty);
  pty.type("\x04");
  await pty.see('next  resume!("r1")\n');

  await ask(pty);
  await setTimeout(longEnoughToRead);
  pty.type("\x1a");
  await setTimeout(longEnoughToRead);
  pty.type("n\r");
  await pty.see("looks again");

  await ask(pty);
  process.kill(pid, "SIGINT");
  await pty.see('next  resume!("r3")\n');

  await ask(pty);
  process.kill(pid, "SIGTERM");
  await pty.see("left without an answer");
  pty.type("y\r");
  assert.equal(await pty.exited(), 0);

  assert.deepEqual(await stepsOfRuns(), ["confirm asked", "confirm answered", "confirm asked", "confirm asked"]);
});

test("a terminal that can only write lines gets lines, and is asked all the same", options, async (t) => {
  const { pty } = await prompt(t, "dumb");
  await ask(pty);
  await setTimeout(longEnoughToRead);
  pty.type("n\r");
  await pty.see("looks again");
  await pty.see("REHEARSAL > ");
  assert.match(pty.text, /Plan p-.*\? y to go on n\n+REHEARSAL \S+ UTC r\d+ confirm answered: n, typed\n/s);
  assert.doesNotMatch(pty.raw, /\x1b/);
});

async function prompt(t: TestContext, kind = "xterm") {
  const { args, env } = argumentsOf(home, rehearsal);
  const cache = env.NODE_COMPILE_CACHE ?? "";
  const pty = new Pty(`sh -c 'echo process $$; exec ${[process.execPath, ...args].join(" ")}'`, {
    MESOS_CONSOLE_HOME: home,
    NODE_COMPILE_CACHE: cache,
    TERM: kind,
  });
  t.after(() => pty[Symbol.dispose]());
  await pty.see("\n");
  return { pty, pid: Number(/process (\d+)/.exec(pty.text)?.[1]) };
}

/** Begins a run and waits for its question. */
async function ask(pty: Pty): Promise<void> {
  await pty.see("REHEARSAL > ");
  pty.type('MesosMaster.create!("test")\r');
  await pty.see("y to go on");
}

/** The questions and effects of all runs, as the journal has them. */
async function stepsOfRuns(): Promise<string[]> {
  const { runs }: { runs: readonly Pick<Run, "steps">[] } = JSON.parse(await ofAnother("runs()"));
  return runs.flatMap(({ steps }) => steps.map(({ step, status }) => `${step} ${status}`));
}

/** What another console prints, which shares the journal and the world. */
async function ofAnother(expression: string): Promise<string> {
  return (await endOf(startConsole(home, [...rehearsal, "--json", "-e", expression]))).stdout;
}
