import assert from "node:assert/strict";
import test from "node:test";
import { isMutating } from "#src/rehearsal/mesos/index.ts";

for (const [expected, method, path, body] of [
  [false, "POST", "/api/v1", '{"type":"GET_AGENTS"}'],
  [false, "POST", "/master/api/v1", '{"type": "GET_MASTER"}'],
  [false, "GET", "/state", ""],
  [false, "POST", "/state", "{}"],
  [false, "GET", "/maintenance/schedule", ""],
  [true, "POST", "/api/v1", '{"type":"DEACTIVATE_AGENT"}'],
  [true, "POST", "/api/v1/", '{"type":"TEARDOWN"}'],
  [true, "POST", "/api/v1", "not JSON"],
  [true, "POST", "/maintenance/schedule", "{}"],
  [true, "POST", "/master/machine/down", "[]"],
  [true, "PUT", "/weights", "[]"],
] as const) {
  test(`${method} ${path} ${body} ${expected ? "may change" : "only reads"}`, () => {
    assert.equal(isMutating(method, path, body), expected);
  });
}
