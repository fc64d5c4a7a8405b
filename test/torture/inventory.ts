import assert from "node:assert/strict";
import type { Rehearsal } from "./console.ts";
import { expressionFor } from "./kills.ts";

const looks = [
  'aws("ec2", "DescribeInstances", {})',
  'aws("ec2", "DescribeVolumes", {})',
  'aws("ec2", "DescribeNetworkInterfaces", {})',
  'aws("autoscaling", "DescribeAutoScalingGroups", {})',
  'MesosCluster.create("test")',
  "verifyJournal()",
  'show("r1")',
];

/** Goes on until the run is done: a doubt may park it once more, and a resume looks again. */
export async function finish(rehearsal: Rehearsal): Promise<void> {
  for (let tries = 0; tries < 8; tries++) {
    if (rehearsal.isOver()) return;
    const { status, stderr } = await rehearsal.run(expressionFor(rehearsal));
    if (status === 0) continue;
    assert.equal(status, 4, `a run that is not done is parked:\n${stderr.slice(-2000)}`);
  }
  assert.fail("the run did not come to its end in 8 resumes");
}

/** No resource twice, none lost, no answered question asked again, nothing left to do, the chain whole. */
export async function assertExactlyOnce(rehearsal: Rehearsal): Promise<void> {
  const [instances, volumes, interfaces, groups, plan, journal, shown] = await look(rehearsal);
  assert.deepEqual(namesOf(instances?.Reservations.flatMap(({ Instances }: Described) => Instances)), [
    "mesos-fixed-test-a",
    "mesos-fixed-test-b",
    "mesos-fixed-test-c",
    "mesos-master-test-a",
    "mesos-master-test-b",
    "mesos-master-test-c",
    "mesos-on-demand-test",
    "mesos-spot-multi-az-test",
  ]);
  const masters = ["mesos-master-test-a", "mesos-master-test-b", "mesos-master-test-c"];
  assert.deepEqual(namesOf(volumes?.Volumes.filter(isKept)), masters);
  assert.deepEqual(namesOf(interfaces?.NetworkInterfaces), masters);
  assert.equal(groups?.AutoScalingGroups.length, 2);
  assert.deepEqual(plan?.plan.changes, []);
  assert.equal(journal?.isWhole, true);
  assert.equal(shown?.run.status, "done");
  assertAskedOnce(rehearsal);
}

// biome-ignore lint/suspicious/noExplicitAny: what the SDK and the console print is read as it comes; the assertions check it
type Described = Record<string, any>;

async function look(rehearsal: Rehearsal): Promise<readonly Described[]> {
  const { status, stdout, stderr } = await rehearsal.run(...looks);
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** The hosts' own root volumes go with them; the data volumes stay. */
function isKept({ Attachments }: Described): boolean {
  return !Attachments?.some(({ DeleteOnTermination }: Described) => DeleteOnTermination === true);
}

/** Names of those that are alive and were made by a recipe. */
function namesOf(things: readonly Described[] = []): string[] {
  const alive = things.filter(({ State }) => !["terminated", "shutting-down"].includes(State?.Name));
  const tags = alive.map(({ Tags, TagSet }) =>
    Object.fromEntries((Tags ?? TagSet ?? []).map(({ Key, Value }: Described) => [Key, Value])),
  );
  return tags
    .filter(({ ManagedBy }) => ManagedBy !== undefined)
    .map(({ Name }) => Name)
    .sort();
}

function assertAskedOnce(rehearsal: Rehearsal): void {
  const questions = rehearsal.rows().filter(({ kind }) => kind === "asked" || kind === "answered");
  assert.deepEqual(
    questions.map(({ kind }) => kind),
    ["asked", "answered"],
  );
}
