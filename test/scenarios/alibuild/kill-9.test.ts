import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { killAtEveryBoundary } from "../../torture/runbooks/chain.ts";
import { scenarios } from "../../torture/runbooks/scenarios.ts";

const names = ["RebuildAgent, cordoned", "RebootServer of a locked server"];

describe("kill -9 when the world has each request of a runbook; everywhere with npm run test:torture", () => {
  for (const scenario of scenarios.filter(({ name }) => names.includes(name))) {
    test(scenario.name, async (t) => {
      const boundaries = await killAtEveryBoundary(t, scenario, /^sent (?!hold )/);
      assert.ok(boundaries.length >= 3, boundaries.join("\n"));
    });
  }
});
