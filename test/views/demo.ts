/**
 * A run to look at: `node test/views/demo.ts [--yes] [--plain]`. Asks a question, draws a run of some seconds, asks
 * again, and prints what came of it. Tests drive it on a pseudo-terminal.
 */
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { OpsError } from "../../src/model/error.ts";
import type { RunEvent, RunStatus } from "../../src/model/run.ts";
import { errorText } from "../../src/views/error-text.ts";
import { createPlainPerson, createTerminalPerson } from "../../src/views/person.ts";
import { runText } from "../../src/views/run-text.ts";
import { planOf, questionOf, replacedMaster, runOf, volume } from "./samples.ts";

const { values } = parseArgs({
  options: {
    yes: { type: "boolean", default: false },
    plain: { type: "boolean", default: false },
    pace: { type: "string", default: "600" },
  },
});
const pace = Number(values.pace);
const hasColour = process.stdout.isTTY === true && !process.env.NO_COLOR;
const plan = planOf({ changes: [volume("a"), volume("b"), volume("c"), replacedMaster] });
const { stdin, stdout, stderr } = process;
const screen = { columns: stdout.columns ?? 80, hasColour };
let interrupts = 0;
const options = {
  stdin,
  stdout,
  stderr,
  ...screen,
  isDumb: false,
  isRehearsal: true,
  answers: { isYes: values.yes, confirmed: [], attested: [] },
  onInterrupt: () => {
    interrupts += 1;
  },
};
const person = values.plain ? createPlainPerson(options) : createTerminalPerson(options);

async function show(...events: readonly RunEvent[]): Promise<void> {
  for (const event of events) {
    person.show(event);
    await setTimeout(pace);
  }
}

async function change(id: string): Promise<void> {
  const agents = (done: number) => ({
    holds: "no" as const,
    detail: `${done} of 7 agents registered`,
    progress: { done, total: 7 },
  });
  await show(
    { type: "change", change: id, state: "begun" },
    { type: "log", change: id, line: "accepted \u001b[2J by the other side" },
    { type: "waiting", change: id, what: "the agents are registered", state: agents(2), withinSeconds: 600 },
    { type: "throttled", system: "aws", what: "CreateVolume", waitSeconds: 2 },
    { type: "waiting", change: id, what: "the agents are registered", state: agents(5), withinSeconds: 600 },
    { type: "change", change: id, state: "done" },
  );
}

async function demo(): Promise<string> {
  person.show({ type: "began", run: "r7", plan, identities: [] });
  const first = await person.ask(
    questionOf({ level: "safe", text: "Create 3 volumes?", loses: [], plan, verdicts: [] }),
  );
  stdout.write(`answer ${JSON.stringify(first)}\n`);
  if (!first.isYes) return end("aborted");
  for (const { id } of plan.changes.slice(0, 2)) await change(id);
  const second = await person.ask(questionOf({ plan }));
  stdout.write(`answer ${JSON.stringify(second)}\n`);
  for (const { id } of plan.changes.slice(2)) if (interrupts === 0) await change(id);
  return end(interrupts === 0 ? "done" : "parked");
}

function end(status: RunStatus): string {
  const run = runOf({ plan, status });
  person.show({ type: "ended", run });
  return runText(run, screen);
}

try {
  stdout.write(`${await demo()}\n`);
} catch (error) {
  if (!(error instanceof OpsError)) throw error;
  end("parked");
  stdout.write(`${error.reason}\n${errorText(error, screen)}\n`);
}
stdout.write(`interrupts ${interrupts}\n`);
