import assert from "node:assert/strict";
import test from "node:test";
import { walk } from "../conformance/github/walk.ts";
import { Stage } from "../systems/github/stage.ts";

/** Against GitHub's own description: there is no server of GitHub's to be had. */
test("the rehearsed GitHub answers as GitHub describes it", async (t) => {
  const { differences, described } = await walk(await Stage.open(t));
  assert.deepEqual(differences, []);
  assert.ok(described.length > 40, `${described.length} exchanges`);
});
