import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { assertOnce, everyBoundary, untilOver } from "./chain.ts";
import { assertListed, owedBy } from "./listed.ts";
import type { Scenario } from "./scenarios.ts";
import { Tortured } from "./tortured.ts";

/**
 * Kills a run at one boundary and ends it there: what is changed for a while is taken back, or listed by `runs()` for as
 * long as it cannot be. @returns how the abort ended; `undefined`: the run never came to that boundary
 */
export async function killAndAbort(t: TestContext, scenario: Scenario, at: string): Promise<number | undefined> {
  const tortured = await Tortured.open(t, scenario, exactly(at));
  const { stage, run } = tortured;
  if ((await tortured.type(scenario.expression)).status !== null) return undefined;
  await assertListed(stage, `killed at ${at}`);
  const { status, stderr } = await stage.ask(scenario.answers, `abort!("${run}")`);
  assert.ok(status === 0 || status === 4, `abort! after ${at} ended with ${status}:\n${stderr.slice(-2000)}`);
  await assertListed(stage, `aborted after ${at}`);
  assertOnce(tortured);
  if (status === 0) await assertNothingLeft(tortured, at);
  return status;
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}

/** The abort is killed at every boundary too, each time in the console that tried again. */
export async function killTheAbortToo(t: TestContext, scenario: Scenario, at: string): Promise<readonly string[]> {
  const tortured = await Tortured.open(t, scenario, exactly(at));
  assert.equal((await tortured.type(scenario.expression)).status, null, `it comes to ${at}`);
  tortured.killAt(everyBoundary);
  await untilOver(tortured, () => `abort!("${tortured.run}")`);
  assertOnce(tortured);
  await assertNothingLeft(tortured, at);
  return tortured.boundaries;
}

async function assertNothingLeft({ stage, rows }: Tortured, at: string): Promise<void> {
  assert.equal(rows.at(-1)?.kind, "ended");
  assert.deepEqual(await owedBy(stage), [], `nothing is owed, aborted after ${at}`);
  const marks = stage.site.servers.all().flatMap(({ name, tags }) => [...tags].map((tag) => `${name}: ${tag}`));
  assert.deepEqual(marks, [], `no mark of a hold, aborted after ${at}`);
}
