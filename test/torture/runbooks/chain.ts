import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Ended } from "../../support/console.ts";
import { assertListed } from "./listed.ts";
import type { Scenario } from "./scenarios.ts";
import { stateOf } from "./state.ts";
import { Tortured } from "./tortured.ts";

export const everyBoundary = /^/;

/**
 * Kills a run once at every boundary that it comes to, each time in the console that went on after the kill before, and
 * proves that it ends as an undisturbed one does: each effect reached the world at most once, no question twice.
 * @param meant the boundaries to be killed at
 */
export async function killAtEveryBoundary(
  t: TestContext,
  scenario: Scenario,
  meant = everyBoundary,
): Promise<readonly string[]> {
  const expected = await undisturbedEnd(t, scenario);
  const tortured = await Tortured.open(t, scenario, meant);
  await untilOver(tortured);
  assertOnce(tortured);
  await assertEnded(tortured);
  assert.deepEqual(await stateOf(tortured.stage), expected, "the world is as after an undisturbed run");
  return tortured.boundaries;
}

async function undisturbedEnd(t: TestContext, scenario: Scenario) {
  const { stage } = await Tortured.open(t, scenario, everyBoundary);
  const ended = await stage.ask(scenario.answers, scenario.expression);
  assert.equal(ended.status, 0, told(ended));
  return stateOf(stage);
}

/**
 * Types on until the run is over. What is not killed may park once or twice more: it looks again at what was doubted.
 * @param next what is typed; default: what resumes
 */
export async function untilOver(tortured: Tortured, next = () => tortured.expression): Promise<void> {
  for (let parks = 0; !tortured.isOver; ) {
    const before = tortured.boundaries.length;
    const ended = await tortured.type(next());
    const { status } = ended;
    await assertListed(tortured.stage, `killed at ${tortured.boundaries.at(-1)}`);
    if (status === 0) continue;
    if (status === null) assert.equal(tortured.boundaries.length, before + 1, "a console ends at the first boundary");
    else assert.ok(status === 4 && ++parks <= 3, `killed at ${tortured.boundaries.at(-1)}: ${told(ended)}`);
  }
}

function told({ status, stderr }: Ended): string {
  return `it ended with ${status}:\n${stderr.slice(-3000)}`;
}

/** Marks of holds may be written again: they are the same. What the world refused was not done. */
export function assertOnce({ sent, rows }: Tortured): void {
  const own = sent.filter(({ effect, status }) => !effect.startsWith("hold ") && isCarriedOut(status));
  const twice = [...Map.groupBy(own, ({ effect }) => effect)].filter(([, requests]) => requests.length > 1);
  assert.deepEqual(twice, [], "no effect reached the world twice");
  const answers = rows.filter(({ kind }) => kind === "answered").map(({ step }) => step);
  assert.deepEqual(answers, [...new Set(answers)], "no answered question is asked again");
}

/** A command's exit code, or HTTP's status. */
function isCarriedOut(status: number): boolean {
  return status === 0 || (status >= 200 && status < 400);
}

async function assertEnded({ stage, run }: Tortured): Promise<void> {
  const { documents } = await stage.ask([], "verifyJournal()", `show("${run}")`);
  const [journal, shown] = documents;
  assert.equal(journal?.isWhole, true);
  assert.equal(shown?.run.status, "done");
  assert.deepEqual(shown?.run.owed, []);
}
