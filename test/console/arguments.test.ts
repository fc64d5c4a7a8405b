import assert from "node:assert/strict";
import test from "node:test";
import { textsOf } from "../../src/console/arguments.ts";

test("of many runs the newest few are named, by their numbers, and the newest is the example", () => {
  const runs = ["r1", "r10", "r11", "r2", "r30", "r4", "r5", "r6", "r7", "r8", "r9"];
  const parameters = [{ name: "run", type: "run", title: "the run" }] as const;
  const wanted = { why: "one argument is missing; there are r8, r9, r10, r11, r30", next: 'show("r30")' };
  assert.throws(() => textsOf([], { call: "show", parameters, known: () => runs }), wanted);
});
