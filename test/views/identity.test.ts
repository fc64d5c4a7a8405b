import assert from "node:assert/strict";
import test from "node:test";
import type { RunEvent } from "../../src/model/run.ts";
import { eventLine } from "../../src/views/event-line.ts";
import { noRun, reduceRun } from "../../src/views/run-state.ts";
import { volumes } from "./samples.ts";

const who = "arn:aws:sts::123456789012:assumed-role/ops/jane";
const identities = [{ system: "aws", where: "account 123456789012, us-east-1", who }];
const began: RunEvent = { type: "began", run: "r7", plan: volumes, identities };

test("as whom a run acts is told before its first change, in lines and in the view", () => {
  assert.match(eventLine(began), new RegExp(`r7 began: .*, aws as ${who}$`));
  assert.deepEqual(reduceRun(noRun, began, 0).finished, [{ mark: "ok", text: `aws as ${who}` }]);
});
