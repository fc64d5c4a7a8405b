import { describe, test } from "node:test";
import { killAtEveryBoundary } from "./chain.ts";
import { scenarios } from "./scenarios.ts";

describe("kill -9 at every boundary of every runbook", { concurrency: 2 }, () => {
  for (const scenario of scenarios) {
    test(scenario.name, { timeout: 15 * 60_000 }, async (t) => {
      const boundaries = await killAtEveryBoundary(t, scenario);
      const kinds = Map.groupBy(boundaries, (boundary) => boundary.split(" ")[0]);
      t.diagnostic(`${boundaries.length} kills: ${[...kinds].map(([kind, of]) => `${of.length} ${kind}`).join(", ")}`);
    });
  }
});
