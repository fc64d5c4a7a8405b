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

test("a whole bump, begun by two at the same moment, and taken back by the one who came too late", async (t) => {
  const stage = await CampaignStage.open(t, { environment });
  const before = await stage.traces();
  const late = await bumped(stage, stage.another(t));
  await joined(late, await stage.traces());
  await takenBack(late, before);
});

/** Merged in every repository once, run by every host. @returns the one who is told that the other was first */
async function bumped(one: CampaignStage, other: CampaignStage): Promise<CampaignStage> {
  const ends = await Promise.all([one, other].map((stage) => stage.ask(bumpAnswers, bump)));
  const [first, second] = ends.toSorted((a, b) => (a.status ?? 0) - (b.status ?? 0));
  assert.equal(first?.status, 0, first?.stderr.slice(-3000));
  assert.match(
    second?.document.error.what,
    /holds cantareira\/versions|cantareira\/versions was taken by another console/,
  );
  const { pulls, branches, arrivals, instances, triggered } = await one.traces();
  assert.deepEqual(pulls, mergedOnce(heads), "one pull request of each edit, merged");
  assert.deepEqual(branches, [], "its branch is gone afterwards");
  assert.equal(arrivals.length, heads.length, `each came to its default branch once:\n${arrivals.join("\n")}`);
  assert.deepEqual(instances, hostsOf("dev", "stable", "test"), "each host once");
  assert.deepEqual(triggered, []);
  return ends[0]?.status === 0 ? other : one;
}

/** Nothing is done a second time; only what a person said is asked again. */
async function joined(late: CampaignStage, after: Traces): Promise<void> {
  const own = late.newest("BumpMesos");
  const { status, stderr } = await late.ask(bumpAnswers, own === undefined ? bump : `resume!("${own}")`);
  assert.equal(status, 0, stderr.slice(-3000));
  assert.deepEqual(await late.traces(), after);
  assert.deepEqual(late.asked(bumpOf(late)), ["which-models", "trial"], "no job is left to be run");
}

function bumpOf(stage: CampaignStage): string {
  return stage.newest("BumpMesos") ?? "none";
}

/** Every file is as it was, and every host runs what it ran. */
async function takenBack(stage: CampaignStage, before: Traces): Promise<void> {
  const { status, document, stderr } = await stage.ask(
    answersOfRevert(),
    `RevertBump!("${bumpOf(stage)}")`,
    "versions()",
  );
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
  const run = document.versions.stacks.flatMap(({ running }: Document) =>
    running.map(({ version }: Document) => version),
  );
  assert.deepEqual([...new Set(run)], ["1.9.0"], "also the cluster that only the first one made");
}
