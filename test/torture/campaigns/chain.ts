import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { CampaignEnvironment } from "#src/runbook.ts";
import { answersOfRevert, bumpAnswers } from "../../support/campaign.ts";
import { CampaignStage } from "../../support/campaign-stage.ts";
import type { Traces } from "../../support/campaign-world.ts";
import { type Campaign, Tortured } from "./tortured.ts";

export const bump: Campaign = {
  runbook: "BumpMesos",
  expression: 'BumpMesos!("1.11.0")',
  answers: bumpAnswers,
};

export const revert: Campaign = {
  runbook: "RevertBump",
  expression: 'RevertBump!("r1")',
  answers: answersOfRevert(),
};

/** What is typed before, by nobody who is killed. */
export type Before = readonly Campaign[];

export interface Scenario {
  readonly environment: CampaignEnvironment;
  readonly before: Before;
  readonly campaign: Campaign;
}

/**
 * Kills a campaign once at every boundary that it comes to, each time in the console that went on after the kill before,
 * and proves that the world ends as after an undisturbed one: no pull request, merge, trigger, host twice.
 * @returns the boundaries
 */
export async function killAtEveryBoundary(
  t: TestContext,
  scenario: Scenario,
  meant?: RegExp,
): Promise<readonly string[]> {
  const expected = await undisturbedEnd(t, scenario);
  const stage = await prepared(t, scenario);
  const boundaries = await killedThrough(stage, scenario.campaign, meant);
  assert.deepEqual(await stage.traces(), expected, "the world is as after an undisturbed campaign");
  return boundaries;
}

/** The same in a world that is there already; of its end nothing is said. */
export async function killedThrough(
  stage: CampaignStage,
  campaign: Campaign,
  meant?: RegExp,
): Promise<readonly string[]> {
  const tortured = new Tortured(stage, campaign, meant);
  await untilOver(tortured);
  assertOnce(tortured);
  await assertEnded(tortured);
  return tortured.boundaries;
}

async function undisturbedEnd(t: TestContext, scenario: Scenario): Promise<Traces> {
  const stage = await prepared(t, scenario);
  await ends(stage, scenario.campaign);
  return stage.traces();
}

async function prepared(t: TestContext, { environment, before }: Scenario): Promise<CampaignStage> {
  const stage = await CampaignStage.open(t, { environment });
  for (const campaign of before) await ends(stage, campaign);
  return stage;
}

async function ends(stage: CampaignStage, { answers, expression }: Campaign): Promise<void> {
  const { status, stderr } = await stage.ask(answers, expression);
  assert.equal(status, 0, stderr.slice(-3000));
}

/** What is not killed may park once or twice: it looks again at what was doubted. */
async function untilOver(tortured: Tortured): Promise<void> {
  for (let parks = 0; !tortured.isOver; ) {
    const before = tortured.boundaries.length;
    const { status, stderr } = await tortured.goOn();
    const when = `killed at ${tortured.boundaries.at(-1)}: it ended with ${status}\n${stderr.slice(-3000)}`;
    if (status === null) assert.equal(tortured.boundaries.length, before + 1, `at the first boundary; ${when}`);
    else if (status !== 0) assert.ok(status === 4 && ++parks <= 3, when);
  }
}

const forge = /^(?:git|github|gocd) /;
/** Doing it again gives the same. */
const idempotent = /delete-branch$/;

/** Of hosts the world's end tells: AWS takes the same token twice. */
function assertOnce({ sent, rows }: Tortured): void {
  const own = sent.filter(
    ({ effect, action, status }) => forge.test(action) && status < 400 && !idempotent.test(effect),
  );
  const twice = [...Map.groupBy(own, ({ effect }) => effect)].filter(([, requests]) => requests.length > 1);
  assert.deepEqual(twice, [], "no effect reached the repositories and pipelines twice");
  const answers = rows.filter(({ kind }) => kind === "answered").map(({ run, step }) => `${run} ${step}`);
  assert.deepEqual(answers, [...new Set(answers)], "no answered question is asked again");
}

async function assertEnded({ stage, run }: Tortured): Promise<void> {
  const { documents } = await stage.ask([], "verifyJournal()", `show("${run}")`);
  const [journal, shown] = documents;
  assert.equal(journal?.isWhole, true);
  assert.equal(shown?.run.status, "done");
}
