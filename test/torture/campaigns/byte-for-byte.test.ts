import test from "node:test";
import { everyByteComesBack } from "./life.ts";

test("bump then revert leaves every byte, however often it is interrupted", { timeout: 30 * 60_000 }, (t) =>
  everyByteComesBack(t, { seed: 1, numRuns: 12 }),
);
