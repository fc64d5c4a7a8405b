import { describe, type TestContext, test } from "node:test";
import { killAndAbort } from "./abort.ts";
import { killAtEveryBoundary } from "./chain.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { undisturbed } from "./tortured.ts";

describe("kill -9 at every boundary of every runbook, resumed, and every third aborted", { concurrency: 2 }, () => {
  for (const scenario of scenarios) {
    test(scenario.name, { timeout: 15 * 60_000 }, async (t) => {
      const boundaries = await killAtEveryBoundary(t, scenario);
      const thirds = undisturbed(boundaries).filter((_, index) => index % 3 === 0);
      t.diagnostic(`${boundaries.length} kills resumed: ${counts(boundaries.map((each) => each.split(" ")[0] ?? ""))}`);
      t.diagnostic(`${thirds.length} aborted: ${counts(await abortEach(t, scenario, thirds))}`);
    });
  }
});

async function abortEach(
  t: TestContext,
  scenario: Scenario,
  boundaries: readonly string[],
): Promise<readonly string[]> {
  const ends: string[] = [];
  for (const boundary of boundaries) {
    await t.test(boundary, async (each) => {
      const status = await killAndAbort(each, scenario, boundary);
      ends.push(status === undefined ? "never came there" : status === 0 ? "ended" : "parked");
    });
  }
  return ends;
}

/** `3 done, 1 sent` */
function counts(words: readonly string[]): string {
  return [...Map.groupBy(words, (word) => word)].map(([word, of]) => `${of.length} ${word}`).join(", ");
}
