import assert from "node:assert/strict";
import test from "node:test";
import { leastWay, smallCampaign } from "../../support/campaign.ts";
import { CampaignStage } from "../../support/campaign-stage.ts";
import { bump, killedThrough, revert } from "../../torture/campaigns/chain.ts";

/** Its branch, pull request and merge are there and no console knows; a cluster was begun. */
const inBump = /^r1 sent deploy\.|^r2 began/;
const inRevert = /^r3 sent (?:deploy\.|dagao\.)|^r4 began/;

test("kill -9 when the world has what a campaign sent; everywhere with npm run test:torture", async (t) => {
  const stage = await CampaignStage.open(t, { environment: smallCampaign(leastWay) });
  const before = await stage.traces();
  assert.equal((await killedThrough(stage, bump, inBump)).length, 5);
  const bumped = await stage.traces();
  assert.equal(bumped.pulls.length, bumped.arrivals.length, "one merge of each pull request");
  assert.deepEqual(bumped.instances, ["mesos-fixed-test-a", "mesos-master-test-a"]);
  assert.equal((await killedThrough(stage, revert, inRevert)).length, 6);
  const after = await stage.traces();
  assert.deepEqual(after.trees, before.trees);
  assert.equal(after.pulls.length, 2 * bumped.pulls.length);
  assert.deepEqual(after.triggered, ["dagao", "dagao-deploy"], "each once");
  assert.deepEqual(after.instances, bumped.instances);
});
