import assert from "node:assert/strict";
import test from "node:test";
import { selectionIn } from "#src/model/selection.ts";

const items = ["model-a", "model-b"];

test("all, none with or without its reason, and without some with theirs", () => {
  assert.deepEqual(selectionIn("all", items), { without: {} });
  assert.deepEqual(selectionIn(" None ", items), { without: { "model-a": "none of them", "model-b": "none of them" } });
  assert.deepEqual(selectionIn("none: frozen till May", items), {
    without: { "model-a": "frozen till May", "model-b": "frozen till May" },
  });
  assert.deepEqual(selectionIn("without model-b: its owner does it", items), {
    without: { "model-b": "its owner does it" },
  });
});

test("what cannot be read says why", () => {
  for (const typed of ["", "some", "without", "without model-c: why", "without model-a", "without model-a:", "none:"])
    assert.equal(typeof selectionIn(typed, items), "string", typed);
});
