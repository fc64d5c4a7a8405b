import assert from "node:assert/strict";
import test from "node:test";
import { answersOfRevert, bumpAnswers, headsOf, smallCampaign } from "../../support/campaign.ts";
import { CampaignStage } from "../../support/campaign-stage.ts";
import type { Traces } from "../../support/campaign-world.ts";
import type { Document } from "../../support/console-stage.ts";

const bump = 'BumpMesos!("1.11.0")';
const environment = smallCampaign();

/** All but the model that does not depend on the images. */
const heads = headsOf(environment.sources).filter((head) => !head.startsWith("model-income"));

function hostsOf(...stacks: readonly string[]): readonly string[] {
  return stacks.flatMap((stack) => [`mesos-fixed-${stack}-a`, `mesos-master-${stack}-a`]).sort();
}

function mergedOnce(all: readonly string[]): readonly string[] {
  return all.map((head) => `${head} merged`).sort();
}

test("a whole bump, started again by somebody else, and taken back", async (t) => {
  const stage = await CampaignStage.open(t, { environment });
  const before = await stage.traces();
  await bumped(stage);
  const after = await stage.traces();
  await joined(stage.another(t), after);
  await takenBack(stage, before);
});

/** Merged in every repository once, run by every host. */
async function bumped(stage: CampaignStage): Promise<void> {
  const { status, stderr } = await stage.ask(bumpAnswers, bump);
  assert.equal(status, 0, stderr.slice(-3000));
  const { pulls, branches, arrivals, instances, triggered } = await stage.traces();
  assert.deepEqual(pulls, mergedOnce(heads), "one pull request of each edit, merged");
  assert.deepEqual(branches, [], "its branch is gone afterwards");
  assert.equal(arrivals.length, heads.length, `each came to its default branch once:\n${arrivals.join("\n")}`);
  assert.deepEqual(instances, hostsOf("dev", "stable", "test"), "each host once");
  assert.deepEqual(triggered, []);
}

/** Nothing is done a second time; only what a person said is asked again. */
async function joined(other: CampaignStage, after: Traces): Promise<void> {
  const { status, stderr } = await other.ask(bumpAnswers, bump);
  assert.equal(status, 0, stderr.slice(-3000));
  assert.deepEqual(await other.traces(), after);
  assert.deepEqual(other.asked("r1"), ["which-models", "trial"], "no job is left to be run");
}

/** Every file is as it was, and every host runs what it ran. */
async function takenBack(stage: CampaignStage, before: Traces): Promise<void> {
  const { status, document, stderr } = await stage.ask(answersOfRevert(), 'RevertBump!("r1")', "versions()");
  assert.equal(status, 0, stderr.slice(-3000));
  const { trees, pulls, branches, instances, triggered } = await stage.traces();
  assert.deepEqual(trees, before.trees, "byte for byte");
  const reverts = heads.map((head) => head.replace("#", "#revert-"));
  assert.deepEqual(pulls, mergedOnce([...heads, ...reverts]));
  assert.deepEqual(branches, []);
  assert.deepEqual(instances, hostsOf("dev", "stable", "test"));
  assert.deepEqual(triggered, ["dagao", "dagao-deploy"], "each once");
  const values = document.versions.pins.map(({ value }: Document) => value);
  assert.deepEqual([...new Set(values)].sort(), ["1.8.1", "1.9.0"], "the one that lagged behind does so again");
}
