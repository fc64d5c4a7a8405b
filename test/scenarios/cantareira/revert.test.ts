import assert from "node:assert/strict";
import test from "node:test";
import {
  answersOfRevert,
  bumpAnswers,
  type Extent,
  leastWay,
  shortWay,
  smallCampaign,
  without,
} from "../../support/campaign.ts";
import { CampaignStage } from "../../support/campaign-stage.ts";

const bump = 'BumpMesos!("1.11.0")';
const revert = 'RevertBump!("r1")';
const on = (id: string) => `bump-mesos-1.11.0-${id}`;

/** A bump that came to what the flags do not answer, and was given up there. */
interface Stop {
  readonly where: string;
  /** The name that is not confirmed, or the step that is not attested. */
  readonly lacks: string;
  /** What was merged until then, and is taken back. */
  readonly merged: readonly string[];
  /** Pull requests that are open then, and are closed. */
  readonly open: readonly string[];
  /** Stacks that were made, and go back. */
  readonly stacks: readonly string[];
  /** Default: the short one. */
  readonly way?: Extent;
}

const images = ["mesos-base", "mesos-base-dependents"];
const stops: readonly Stop[] = [
  {
    where: "before the first merge",
    lacks: `dockerfiles#${on("mesos-base")}`,
    ...{ merged: [], open: ["mesos-base"], stacks: [], way: leastWay },
  },
  {
    where: "after mesos-base",
    lacks: `dockerfiles#${on("mesos-base-dependents")}`,
    ...{ merged: ["mesos-base"], open: ["mesos-base-dependents"], stacks: [], way: leastWay },
  },
  {
    where: "after the test cluster",
    lacks: "job",
    ...{ merged: [...images, "pin-test"], open: ["aurora-jobs", "deploy", "model-churn"], stacks: ["test"] },
  },
  {
    where: "in the middle of the merges",
    lacks: `aurora-jobs#${on("aurora-jobs")}`,
    ...{ merged: [...images, "pin-test", "deploy"], open: ["aurora-jobs", "model-churn"], stacks: ["test"] },
  },
  {
    where: "after dev",
    lacks: "trial",
    merged: [...images, "pin-test", "deploy", "model-churn", "aurora-jobs", "pin-dev"],
    ...{ open: [], stacks: ["dev", "test"] },
  },
];

for (const stop of stops) {
  test(`a bump that was given up ${stop.where} is taken back`, async (t) => {
    const stage = await CampaignStage.open(t, { environment: smallCampaign(stop.way ?? shortWay) });
    const before = await stage.traces();
    await givenUp(stage, stop);
    const { status, stderr } = await stage.ask(answersOfRevert(), revert);
    assert.equal(status, 0, stderr.slice(-3000));
    const { trees, pulls, branches, instances } = await stage.traces();
    assert.deepEqual(trees, before.trees, "every file is as it was, byte for byte");
    assert.deepEqual(branches, []);
    assert.deepEqual(endsOf(pulls), endsExpectedOf(stop));
    assert.deepEqual(
      instances,
      stop.stacks.flatMap((stack) => [`mesos-fixed-${stack}-a`, `mesos-master-${stack}-a`]).sort(),
    );
    assert.deepEqual(
      await versionsOf(stage, stop.stacks),
      stop.stacks.flatMap(() => ["1.9.0", "1.9.0"]),
    );
  });
}

async function givenUp(stage: CampaignStage, { lacks, merged, open }: Stop): Promise<void> {
  const stopped = await stage.ask(without(bumpAnswers, lacks), bump);
  assert.equal(stopped.status, 4, stopped.stderr.slice(-3000));
  const { pulls } = await stage.traces();
  assert.deepEqual(endsOf(pulls), [...merged.map((id) => `${id} merged`), ...open.map((id) => `${id} open`)].sort());
  const { status, stderr } = await stage.ask(["--yes"], 'abort!("r1")');
  assert.equal(status, 0, stderr.slice(-3000));
}

/** `deploy merged`, `revert deploy merged` */
function endsOf(pulls: readonly string[]): readonly string[] {
  return pulls
    .map((pull) => pull.replace(/^.*#(revert-)?bump-mesos-1\.11\.0-/, (_, revert) => (revert ? "revert " : "")))
    .sort();
}

function endsExpectedOf({ merged, open }: Stop): readonly string[] {
  const taken = merged.flatMap((id) => [`${id} merged`, `revert ${id} merged`]);
  return [...taken, ...open.map((id) => `${id} closed`)].sort();
}

async function versionsOf(stage: CampaignStage, stacks: readonly string[]): Promise<readonly string[]> {
  const { documents } = await stage.ask([], ...stacks.map((stack) => `hosts("${stack}")`), "1");
  return documents.flatMap((hosts) => (Array.isArray(hosts) ? hosts.map(({ mesosVersion }) => mesosVersion) : []));
}

test("a later change in the way: the conflict is shown, a person resolves it, and the revert goes on", async (t) => {
  const stage = await CampaignStage.open(t, { environment: smallCampaign(leastWay) });
  const bumped = await stage.ask(bumpAnswers, bump);
  assert.equal(bumped.status, 0, bumped.stderr.slice(-3000));
  const resolved = await changedBeside(stage);
  const { status, document, stderr } = await stage.ask(answersOfRevert(), revert);
  assert.equal(status, 4, stderr.slice(-3000));
  assert.match(document.error.why, /lib\/recipes\/mesos_cluster\.rb:\d+: <<<<<<< master, now/);
  assert.match(document.error.next, /git switch -c revert-bump-mesos-1\.11\.0-deploy origin\/master/);
  await resolved();
  const went = await stage.ask(answersOfRevert(), `resume!("${stage.newest("RevertBump")}")`);
  assert.equal(went.status, 0, went.stderr.slice(-3000));
  assert.match(await textOf(stage), /MESOS_MASTER_VERSION = "1\.9\.0"\.freeze\n {2}# The agents have the same\.\n/);
});

const file = "lib/recipes/mesos_cluster.rb";
const author = { name: "dev-d", email: "dev-d@example.com" };

async function textOf({ forge }: CampaignStage): Promise<string> {
  return `${await forge.repositories.read("deploy", "master", file)}`;
}

/** Somebody writes a line beside what is taken back. @returns what resolves it */
async function changedBeside(stage: CampaignStage): Promise<() => Promise<unknown>> {
  const { repositories } = stage.forge;
  const at = stage.served.world.ground.time.now();
  const text = (await textOf(stage)).replace(/(MESOS_MASTER_VERSION = .*\n)/, "$1  # The agents have the same.\n");
  await repositories.commit("deploy", "master", { author, at, message: "Say why\n", files: { [file]: text } });
  const files = { [file]: text.replaceAll("1.11.0", "1.9.0") };
  const branch = `revert-${on("deploy")}`;
  return () => repositories.commit("deploy", branch, { author, at, message: "Take it back\n", files });
}
