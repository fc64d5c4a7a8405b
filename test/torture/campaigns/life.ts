import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import fc from "fast-check";
import { answersOfBump, answersOfRevert, smallCampaign } from "../../support/campaign.ts";
import { CampaignStage } from "../../support/campaign-stage.ts";
import { endOf } from "../../support/console.ts";
import { journalRows } from "../../support/journal-rows.ts";
import { makeAwkward } from "./awkward.ts";

/** A console is killed after so many rows of the journal; what is done about it: its run goes on, or is given up. */
interface Interruption {
  readonly afterRows: number;
  readonly next: "resume" | "begin anew" | "leave it";
}

/** A bump and its revert, with what people leave out and when consoles die. */
interface Life {
  readonly bumpsTheModel: boolean;
  readonly bump: readonly Interruption[];
  /** Edits that the first revert leaves as they are; a second one takes everything back. */
  readonly kept: readonly string[];
  readonly revert: readonly Interruption[];
}

const interruption = (ways: readonly Interruption["next"][]) =>
  fc.record({ afterRows: fc.integer({ min: 2, max: 110 }), next: fc.constantFrom(...ways) });

const lives: fc.Arbitrary<Life> = fc.record({
  bumpsTheModel: fc.boolean(),
  bump: fc.array(interruption(["resume", "begin anew", "leave it"]), { maxLength: 2 }),
  kept: fc.subarray(["mesos-base", "mesos-base-dependents", "model-churn"]),
  revert: fc.array(interruption(["resume", "begin anew"]), { maxLength: 2 }),
});

const environment = smallCampaign({ edits: ["deploy"], models: ["model-churn"], stacks: ["test"] });

/** However a bump and its revert went: every default branch has every byte that it had before. */
export async function everyByteComesBack(t: TestContext, options: { seed: number; numRuns: number }): Promise<void> {
  const property = fc.asyncProperty(lives, async (life) => {
    const ends: (() => unknown)[] = [];
    try {
      const stage = await CampaignStage.open({ after: (end) => ends.push(end) }, { environment });
      await livedThrough(stage, life);
    } finally {
      for (const end of ends) await end();
    }
    t.diagnostic(JSON.stringify(life));
  });
  await fc.assert(property, { ...options, endOnFailure: true });
}

async function livedThrough(stage: CampaignStage, life: Life): Promise<void> {
  await makeAwkward(stage);
  const before = await stage.traces();
  const models = life.bumpsTheModel ? "all" : "without model-churn: not now";
  await driven(stage, "BumpMesos", 'BumpMesos!("1.11.0")', answersOfBump({ "which-models": models }), life.bump);
  if (await hasLeftNothing(stage)) return;
  const revert = `RevertBump!("${stage.newest("BumpMesos")}")`;
  const keeping = await selectionWithout(stage, life.kept);
  await driven(stage, "RevertBump", revert, answersOfRevert({ "what-else": keeping }), life.revert);
  await driven(stage, "RevertBump", revert, answersOfRevert(), []);
  const after = await stage.traces();
  assert.deepEqual(after.trees, before.trees, "every byte is as it was");
  assert.deepEqual(after.branches, [], "no branch is left");
  assert.deepEqual(
    [...new Set(after.pulls)],
    after.pulls.filter((pull) => !pull.endsWith(" open")),
    "none twice or open",
  );
}

/** A bump that was left before its first branch is refused by the revert: there is nothing to take back. */
async function hasLeftNothing(stage: CampaignStage): Promise<boolean> {
  const { branches, pulls } = await stage.traces();
  return branches.length === 0 && pulls.length === 0;
}

/** Only what was merged can be left out. */
async function selectionWithout(stage: CampaignStage, kept: readonly string[]): Promise<string> {
  const { pulls } = await stage.traces();
  const merged = kept.filter((id) => pulls.some((pull) => pull.endsWith(`#bump-mesos-1.11.0-${id} merged`)));
  return merged.length === 0 ? "all" : `without ${merged.map((id) => `${id}: later`).join("; ")}`;
}

/** Types it, and goes on after each interruption. */
async function driven(
  stage: CampaignStage,
  runbook: string,
  expression: string,
  answers: readonly string[],
  interruptions: readonly Interruption[],
): Promise<void> {
  let typed = expression;
  for (const { afterRows, next } of interruptions) {
    if (await isDoneUnlessKilled(stage, answers, typed, afterRows)) return;
    if (next === "resume") typed = `resume!("${stage.newest(runbook)}")`;
    else await giveUp(stage);
    if (next === "leave it") return;
    if (next === "begin anew") typed = expression;
  }
  await finish(stage, runbook, answers, typed);
}

async function isDoneUnlessKilled(
  stage: CampaignStage,
  answers: readonly string[],
  typed: string,
  afterRows: number,
): Promise<boolean> {
  const start = { preload: [join(import.meta.dirname, "die-after.ts")], env: { DIE_AFTER: `${afterRows}` } };
  const { status, stderr } = await endOf(stage.startWith(start, ["--json", ...answers], typed));
  assert.ok(status === null || status === 0, `${typed} ended with ${status}:\n${stderr.slice(-3000)}`);
  return status === 0;
}

/** What was doubted is looked at once more: it may park once or twice. */
async function finish(stage: CampaignStage, runbook: string, answers: readonly string[], typed: string): Promise<void> {
  for (let parks = 0, next = typed; ; parks += 1) {
    const { status, stderr } = await stage.ask(answers, next);
    if (status === 0) return;
    assert.ok(status === 4 && parks < 3, `${next} ended with ${status}:\n${stderr.slice(-3000)}`);
    next = `resume!("${stage.newest(runbook)}")`;
  }
}

/** The runs that are not over, those that another one began first. */
async function giveUp(stage: CampaignStage): Promise<void> {
  for (const run of openRuns(stage).toReversed()) {
    const { status, stderr } = await stage.ask(["--yes"], `abort!("${run}")`);
    assert.equal(status, 0, stderr.slice(-3000));
  }
}

function openRuns(stage: CampaignStage): readonly string[] {
  const rows = journalRows(stage.home);
  const isOver = (run: string) => rows.some((row) => row.run === run && row.kind === "ended");
  return [...new Set(rows.map(({ run }) => run))].filter((run) => !isOver(run));
}
