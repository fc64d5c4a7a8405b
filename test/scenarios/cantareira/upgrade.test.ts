import assert from "node:assert/strict";
import test from "node:test";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import { wholeCluster } from "../../support/cluster.ts";
import { cantareira, type Document, Stage } from "../../support/stage.ts";

const create = 'MesosCluster.create!("test")';

/** The test stack, changed. */
function withTest(change: Partial<AwsEnvironment["stacks"][string]>): AwsEnvironment {
  return { ...cantareira, stacks: { ...cantareira.stacks, test: { ...cantareira.stacks.test, ...change } } };
}

const pair = withTest({ onDemand: { ...cantareira.stacks.test.onDemand, desiredAtCreation: 2 } });
const newer = withTest({
  onDemand: pair.stacks.test?.onDemand ?? cantareira.stacks.test.onDemand,
  mesosVersion: "1.11.1",
});

test("another version: masters one at a time and the leader last, agents in batches, fixed ones host by host", async (t) => {
  const stage = await Stage.open(t, { environment: pair });
  await stage.ask(["--yes"], create);
  stage.adopt(newer);
  const unconfirmed = await stage.ask(["--yes"], create);
  assert.equal(unconfirmed.status, 4, "disruptive: --yes is not enough");

  const { status, document, stderr } = await stage.ask(["--confirm", "test"], create);
  assert.equal(status, 0, stderr);
  assert.equal(document.run.status, "done");
  const line = (text: string) => {
    const at = stderr.indexOf(text);
    assert.notEqual(at, -1, `${text} in\n${stderr}`);
    return at;
  };
  const order = ["b", "c", "a"].flatMap((zone, index) => [
    line(`replace instance/mesos-master-test-${zone}: begun`),
    line(`replace instance/mesos-master-test-${zone}/terminate/1 done`),
    line(
      `10.20.${[2, 3, 1][index]}.10 follows in sync and joined, at most 10:00: 10.20.${[2, 3, 1][index]}.10 follows`,
    ),
    line(`replace instance/mesos-master-test-${zone}: done`),
  ]);
  assert.deepEqual(
    order,
    order.toSorted((one, other) => one - other),
    "each has joined before the next begins",
  );
  assert.match(stderr, /10\.20\.1\.10 follows 10\.20\.2\.10; ZooKeeper follower/, "the leader, a, was the last");
  const batches = stderr.match(/replace scaled-agents\/mesos-on-demand-test-batch-\d: begun/g) ?? [];
  assert.ok(batches.length > 1, "two agents do not go at once");
  assert.ok(line(": offers stopped") < line("replace scaled-agents/mesos-on-demand-test-batch-1: begun"));

  const [fixed, ...others] = (await versions(stage)).toSorted();
  assert.equal(fixed, "mesos-fixed 1.9.0 1.9.0 1.9.0");
  assert.deepEqual(others, [
    "mesos-master 1.11.1 1.11.1 1.11.1",
    "mesos-on-demand 1.11.1 1.11.1",
    "mesos-spot-multi-az 1.11.1",
  ]);
});

test("a fixed agent is replaced when it is named, and only that one; the question asks for its name", async (t) => {
  const stage = await Stage.open(t);
  await stage.ask(["--yes"], create);
  stage.adopt(withTest({ mesosVersion: "1.11.1" }));
  const [chosen, ...others] = await fixedAgents(stage);
  const replace = `MesosFixed.replace!("test", "${chosen}")`;
  const look = await stage.ask([], 'MesosFixed.create("test")', `MesosFixed.replace("test", "${chosen}")`);
  const planned = look.documents.map(({ plan }) => plan.changes.map(({ action }: Document) => action));
  assert.deepEqual(
    planned,
    [[], ["act", "act", "replace"]],
    "no new tasks for it, marked gone, then another in its place",
  );

  const parked = await stage.ask(["--yes", "--confirm", "stable"], replace);
  assert.equal(parked.status, 4, parked.stderr);
  assert.match(parked.document.error.next, new RegExp(`--confirm ${chosen}`));
  assert.deepEqual(await stepsOf(stage, parked), [`confirm replace fleet-member/${chosen}`], "not even drained");
  const { status, stderr } = await stage.ask(["--yes", "--confirm", chosen ?? ""], replace);
  assert.equal(status, 0, stderr);
  const now = await fixedAgents(stage);
  assert.equal(now.length, 3);
  assert.ok(others.every((id) => now.includes(id)) && !now.includes(chosen ?? ""));
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("no address of Mesos is configured: the run ends done, its verification is shown as not done", async (t) => {
  const { mesos: _, ...test } = cantareira.stacks.test;
  const stage = await Stage.open(t, { environment: { ...cantareira, stacks: { ...cantareira.stacks, test } } });
  const { status, stdout, stderr } = await stage.tell(["--yes"], create, 'MesosCluster.create("test")');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /Run r1 {2}MesosCluster.create test {2}done/);
  assert.match(stdout, /not done +the masters elected a leader: /);
  assert.match(stdout, /nothing to change/);
});

async function stepsOf(stage: Stage, { document }: Awaited<ReturnType<Stage["ask"]>>): Promise<readonly string[]> {
  const run = /resume!\("(\w+)"\)/.exec(document.error.next)?.[1];
  const shown = await stage.ask([], `show("${run}")`);
  const steps: readonly Document[] = (shown.document.run ?? shown.document).steps;
  return steps.map(({ step }) => String(step)).filter((step) => !step.startsWith("hold "));
}

async function fixedAgents(stage: Stage): Promise<readonly string[]> {
  const found = (await stage.instances()).filter(({ Tags }) => Tags?.some(({ Value }) => Value === "mesos-fixed"));
  return found.map(({ InstanceId = "" }) => InstanceId).sort();
}

/** `mesos-master 1.9.0 1.9.0 1.9.0` */
async function versions(stage: Stage): Promise<readonly string[]> {
  const { document } = await stage.ask([], 'hosts("test")');
  const byType = Map.groupBy(Array.isArray(document) ? document : [], ({ type }) => type);
  return [...byType].map(([type, of]) => [type, ...of.map(({ mesosVersion }) => mesosVersion)].join(" "));
}
