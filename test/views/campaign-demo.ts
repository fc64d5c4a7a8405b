/**
 * A campaign to look at: `node test/views/campaign-demo.ts [--pace 300] [--look]`. Draws a bump that goes on until gates
 * are shut, and prints how its run stands.
 */
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createTerminalPerson } from "../../src/views/person.ts";
import { planText } from "../../src/views/plan-text.ts";
import { runText } from "../../src/views/run-text.ts";
import { atGates, bumpPlan, gatesShut } from "./campaign-samples.ts";

const { values } = parseArgs({
  options: { pace: { type: "string", default: "300" }, look: { type: "boolean", default: false } },
});
const { stdin, stdout, stderr } = process;
const screen = {
  columns: stdout.columns ?? 80,
  hasColour: stdout.isTTY === true && !process.env.NO_COLOR,
};
if (values.look) stdout.write(`${planText(bumpPlan, screen)}\n`);
else await run();

async function run(): Promise<void> {
  const person = createTerminalPerson({
    ...{ stdin, stdout, stderr, ...screen, isDumb: false, isRehearsal: true },
    answers: { isYes: true, confirmed: [], attested: [] },
    onInterrupt: () => process.exit(130),
  });
  for (const event of atGates) {
    person.show(event);
    await setTimeout(Number(values.pace));
  }
  person.show({ type: "ended", run: gatesShut });
  stdout.write(`${runText(gatesShut, screen)}\n`);
}
