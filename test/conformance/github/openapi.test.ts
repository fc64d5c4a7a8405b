import assert from "node:assert/strict";
import test from "node:test";
import { Stage } from "../../systems/github/stage.ts";
import { differencesOf } from "./excerpt.ts";
import { walk } from "./walk.ts";

test("the rehearsed GitHub answers as GitHub's own description says, and is asked so", async (t) => {
  const { described, undescribed, differences } = await walk(await Stage.open(t));
  assert.deepEqual(differences, []);
  assert.ok(described.length > 40, `${described.length} exchanges`);
  // Not in the excerpt: reviews, and the change of a pull request's state.
  const others = undescribed.map(({ method, path }) => `${method} ${path.replace(/\d+|\?.*/g, "")}`);
  assert.deepEqual([...new Set(others)].sort(), [
    "GET /repos/nubank/deploy/pulls//reviews",
    "PATCH /repos/nubank/aurora-jobs/pulls/",
  ]);
});

test("the check finds what is not as described", () => {
  const ref = { ref: "refs/heads/x", node_id: "1", url: "https://api.github.com/x" };
  const object = { type: "commit", sha: "0".repeat(40), url: "https://api.github.com/y" };
  const asked = { method: "GET", path: "/repos/nubank/deploy/git/ref/heads/a/b", status: 200 };
  assert.deepEqual(differencesOf({ ...asked, body: { ...ref, object } }), []);
  assert.deepEqual(differencesOf({ ...asked, body: ref }), ["- $.object"]);
  assert.deepEqual(differencesOf({ ...asked, body: { ...ref, object, more: 1 } }), ["+ $.more"]);
  assert.match(differencesOf({ ...asked, body: { ...ref, object, ref: 7 } })?.join() ?? "", /of type string, not 7/);
  assert.match(differencesOf({ ...asked, body: { ...ref, url: "no", object } })?.join() ?? "", /format uri/);
  assert.deepEqual(differencesOf({ ...asked, status: 418 }), ["418 is no answer of it"]);
  assert.equal(differencesOf({ ...asked, path: "/user" }), undefined);
});
