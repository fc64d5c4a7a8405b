import test from "node:test";
import { everyByteComesBack } from "../../torture/campaigns/life.ts";

test("bump then revert leaves every byte, twice; more often with npm run test:torture", (t) =>
  everyByteComesBack(t, { seed: 26, numRuns: 2 }));
