import assert from "node:assert/strict";
import test from "node:test";
import { bump } from "./reverted.ts";
import { asked, deploy, planned, revertOf, stage } from "./stage.ts";

test("what was never merged, or is back already, needs no revert", async (t) => {
  const at = await stage(t);
  assert.match((await asked(at, "revert-needed", { edit: "deploy", branch: bump })).detail, /never had 1\.11\.0/);
  const { change, notes } = await planned(at, revertOf(deploy));
  assert.deepEqual([change, notes], [undefined, ["nubank/deploy: the default branch is as it is to be already"]]);
});
