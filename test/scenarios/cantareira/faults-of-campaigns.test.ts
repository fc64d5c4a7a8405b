import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { answersOfRevert, bumpAnswers, headsOf, smallCampaign } from "../../support/campaign.ts";
import { CampaignStage } from "../../support/campaign-stage.ts";

const bump = 'BumpMesos!("1.11.0")';

function open(t: TestContext, edits: readonly string[], faults: readonly string[]): Promise<CampaignStage> {
  const environment = smallCampaign({ edits, models: [], stacks: ["test", "dev"] });
  return CampaignStage.open(t, { environment, faults });
}

interface Told {
  readonly why: RegExp;
  readonly next: RegExp;
}

/** The run waits, says why, and what to do. @returns everything that was told on the way */
async function parks(stage: CampaignStage, expression: string, { why, next }: Told): Promise<string> {
  const { status, document, stderr } = await stage.ask([...bumpAnswers, ...answersOfRevert()], expression);
  assert.equal(status, 4, stderr.slice(-3000));
  assert.match(document.error.why, why);
  assert.match(document.error.next, next);
  return stderr;
}

async function ends(stage: CampaignStage, expression: string): Promise<string> {
  const answers = [...bumpAnswers, ...answersOfRevert(), "--confirm", "deploy"];
  const { status, stderr } = await stage.ask(answers, expression);
  assert.equal(status, 0, stderr.slice(-3000));
  return stderr;
}

async function mergedOf(stage: CampaignStage): Promise<readonly string[]> {
  const { pulls } = await stage.traces();
  return pulls.filter((pull) => pull.endsWith(" merged")).map((pull) => pull.replace(/#.* /, " "));
}

test("a red check, a conflict and a missing review hold back what needs them; somebody else goes on", async (t) => {
  const edits = ["deploy", "scale-cluster", "aurora-jobs"];
  const stage = await open(t, edits, ["red-check", "merge-conflict", "missing-review"]);
  await parks(stage, bump, { why: /nubank\/deploy#\d+: check ci\/build red: failure/, next: /pull\/\d+/ });
  stage.mend("red-check");
  await parks(stage, 'resume!("r1")', { why: /scale-cluster#\d+: it conflicts with master/, next: /pull\/\d+/ });
  stage.mend("merge-conflict");
  await parks(stage, 'resume!("r1")', {
    why: /aurora-jobs#\d+: review by one more/,
    next: /have it reviewed: \S+\/pull/,
  });
  const merged = await mergedOf(stage);
  assert.ok(merged.includes("deploy merged") && merged.includes("scale-cluster merged"), "the others went on");
  stage.mend("missing-review");

  const other = stage.another(t);
  await ends(other, bump);
  assert.deepEqual(other.asked("r1"), ["job", "trial"], "what was only attested is asked again");
  const after = await stage.traces();
  assert.equal(
    after.pulls.length,
    headsOf(smallCampaign({ edits, models: [], stacks: ["test", "dev"] }).sources).length,
  );
  await ends(stage, 'resume!("r1")');
  assert.deepEqual(await stage.traces(), after, "who parked finds everything done");
});

test("a lost answer, a used up limit, a pause, a refused push and a failed build: nothing happens twice", async (t) => {
  const faults = ["merge-502", "rate-limit", "pipeline-paused", "push-rejected", "pipeline-fails-once"];
  const stage = await open(t, ["deploy", "aurora-jobs"], faults);
  const paused = { why: /dockerfiles is paused by release-manager/, next: /unpause it/ };
  const told = await parks(stage, bump, paused);
  assert.ok(told.includes("github throttles GET /repos/nubank/dockerfiles/pulls: waiting 4:0"));
  assert.match(told.split("\n").find((line) => line.includes("/merge/1 doubted")) ?? "", /502/);
  assert.deepEqual(await mergedOf(stage), ["dockerfiles merged"]);
  stage.mend("pipeline-paused");
  await parks(stage, 'resume!("r1")', { why: /the pre-receive hook of aurora-jobs cannot reach/, next: /try again/ });
  const failed = { why: /deploy \d+ failed at stage build/, next: /TriggerPipeline!\("deploy"\)/ };
  await parks(stage, 'resume!("r1")', failed);
  await ends(stage, 'TriggerPipeline!("deploy")');
  await ends(stage, 'resume!("r1")');
  const { pulls, arrivals } = await stage.traces();
  assert.equal(arrivals.length, pulls.length, "each was merged once");
});

test("a head that moved after its review is reviewed again; DAGs that Airflow cannot read hold the revert", async (t) => {
  const stage = await open(t, ["deploy"], ["head-moved", "dag-import-error"]);
  const told = await ends(stage, bump);
  assert.match(told, /review by one more of its head \w+ \(reviewer-a approved \w+, and it moved since\)/);
  await parks(stage, 'RevertBump!("r1")', { why: /import/i, next: /mend the files, deploy them/ });
  await ends(stage, 'TriggerPipeline!("dagao-deploy")');
  await ends(stage, `resume!("${stage.newest("RevertBump") ?? ""}")`);
});
