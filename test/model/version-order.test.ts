import assert from "node:assert/strict";
import test from "node:test";
import { compareVersions } from "../../src/model/version-order.ts";

const older: readonly (readonly [string, string])[] = [
  ["1.9.0", "1.11.0"],
  ["1.9", "1.9.1"],
  ["0.28.2", "1.0.0"],
  ["1.11.0-rc1", "1.11.0"],
  ["v1.9.0", "1.10.0"],
];

test("a version is older by its numbers, not by its text", () => {
  for (const [one, other] of older) {
    assert.ok((compareVersions(one, other) ?? 0) < 0, `${one} < ${other}`);
    assert.ok((compareVersions(other, one) ?? 0) > 0, `${other} > ${one}`);
  }
  assert.equal(compareVersions("1.9", "1.9.0"), 0);
});

test("what is no version, and what differs by a suffix only, is not compared", () => {
  assert.equal(compareVersions("latest", "1.9.0"), undefined);
  assert.equal(compareVersions("", "1.9.0"), undefined);
  assert.equal(compareVersions("1.9.0-a", "1.9.0-b"), undefined);
});
