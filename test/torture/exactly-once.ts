import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { assertExactlyOnce, finish } from "./inventory.ts";
import { states, type Tally, torture } from "./kills.ts";

const mustBeHit = ["intended", "sent", "done", "doubted", "settled"] as const;

/** Kills real consoles until `kills` have fallen; each run must come to the same end as an undisturbed one. */
export async function killUntil(kills: number, context: TestContext): Promise<void> {
  const tally = Object.fromEntries(states.map((state) => [state, 0])) as Tally;
  for (let seed = 1, fallen = 0; fallen < kills; seed++) {
    const tortured = await torture(seed, kills - fallen, tally);
    fallen += tortured.kills;
    await finish(tortured.rehearsal);
    await assertExactlyOnce(tortured.rehearsal);
    await tortured.rehearsal.stop();
  }
  context.diagnostic(`kills by state of the journal: ${JSON.stringify(tally)}`);
  const missed = mustBeHit.filter((state) => tally[state] === 0);
  assert.deepEqual(missed, [], "every state of the journal was hit by a kill");
}
