import assert from "node:assert/strict";
import test from "node:test";
import { SiteStage } from "../../support/site-stage.ts";

const answers = ["--yes", "--confirm", "alibuild07", "--attest", "agreed=the shifters", "--attest", "way=cordon"];
const more = ["--attest", "key-is-right=accept", "--attest", "old-id=gone"];

test("a look at a runbook changes nothing and shows what its checks see", async (t) => {
  const stage = await SiteStage.open(t);
  const { status, document } = await stage.ask([], 'RebuildAgent("ALIBUILD07.cern.ch")');
  assert.equal(status, 0);
  assert.equal(document.plan.procedure.steps.length > 20, true);
  assert.deepEqual(stage.changes(), []);
});

test("an agent is rebuilt step by step, and serves again", async (t) => {
  const stage = await SiteStage.open(t);
  const { status, document, stderr } = await stage.ask([...answers, ...more], 'RebuildAgent!("alibuild07")');
  assert.equal(status, 0, stderr);
  assert.equal(document.run.status, "done");
  const rebuilds = stage.changes().filter((change) => change.includes("ai-rebuild-vm"));
  assert.equal(rebuilds.length, 1, rebuilds.join("\n"));
});

test("the checklist is a document for monitoring, and its status tells", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["container-missing"] });
  const { status, document } = await stage.ask([], "CheckMasters()");
  assert.equal(status, 1);
  assert.equal(document.checklist.rows.length > 10, true);
  assert.deepEqual(stage.changes(), []);
});
