import assert from "node:assert/strict";
import test from "node:test";
import { MesosFixed } from "../../../recipes/mesos-fixed.ts";
import { MesosMultiAZSpotInstances } from "../../../recipes/mesos-multi-az-spot-instances.ts";
import { MesosOnDemand } from "../../../recipes/mesos-on-demand.ts";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import { contextOf, environment, letGo, stage } from "./stage.ts";

type TestStack = (typeof environment)["stacks"]["test"];

function withTest(changed: (stack: TestStack) => Partial<TestStack>): AwsEnvironment {
  const { test: stack } = environment.stacks;
  return { ...environment, stacks: { ...environment.stacks, test: { ...stack, ...changed(stack) } } };
}

const larger = withTest(({ fixed }) => ({ fixed: { ...fixed, count: 100 } }));
const upgraded = withTest(() => ({ mesosVersion: "1.11.1" }));
const inTwoZones = withTest(({ onDemand: agents }) => ({ onDemand: { ...agents, zones: agents.zones.slice(0, 2) } }));
const fixed = MesosFixed.compose(contextOf(environment, "test"));
const onDemand = MesosOnDemand.compose(contextOf(environment, "test"));

function replacementOf(...hosts: readonly string[]) {
  const verb = MesosFixed.verbs?.replace;
  assert.ok(verb);
  return verb.compose(contextOf(environment, "test"), ...hosts);
}

test("a hundred fixed agents are one launch for each zone, and as many reads as for three", async (t) => {
  const { converge, plan, served, aws } = await stage(t, { environment: larger });
  const resources = MesosFixed.compose(contextOf(larger, "test"));
  await converge(resources);
  const launches = served.world.requests.since(0).filter(({ action }) => action === "RunInstances");
  assert.equal(launches.length, 3);
  assert.equal((await aws.hosts("test")).length, 100);
  const before = served.world.requests.since(0).length;
  assert.deepEqual((await plan(resources)).changes, []);
  const reads = served.world.requests.since(before).map(({ action }) => action);
  assert.ok(reads.length <= 8, reads.join());
});

test("an agent that is missing is added, and one that is too many is told and left alone", async (t) => {
  const { converge, plan, hand, aws } = await stage(t);
  await converge(fixed);
  const [lost] = await aws.hosts("test");
  await hand.ec2.terminateInstances({ InstanceIds: [lost?.id ?? ""] });
  const missing = await plan(fixed);
  assert.deepEqual(
    missing.changes.map(({ id }) => id),
    ["create instances/mesos-fixed-test-a"],
  );
  await converge(fixed);

  const fewer = withTest(({ fixed: agents }) => ({ fixed: { ...agents, zones: agents.zones.slice(0, 2), count: 2 } }));
  const { changes, notes } = await plan(MesosFixed.compose(contextOf(fewer, "test")));
  assert.deepEqual(changes, []);
  assert.match(notes.join("\n"), /is left alone: a recipe made it as instances\/mesos-fixed-test-c/);
  assert.equal((await aws.hosts("test")).length, 3);
});

test("part of a zone's agents is made up for in one launch of what is missing", async (t) => {
  const { converge, plan, hand, aws } = await stage(t, { environment: larger });
  const resources = MesosFixed.compose(contextOf(larger, "test"));
  await converge(resources);
  const lost = (await aws.hosts("test")).filter(({ zone }) => zone === "us-east-1b").slice(0, 5);
  await hand.ec2.terminateInstances({ InstanceIds: lost.map(({ id }) => id) });
  const { changes } = await plan(resources);
  assert.equal(changes.length, 1);
  assert.equal(changes[0]?.because, "the recipe wants 33 in us-east-1b, 28 are there");
  assert.deepEqual([changes[0]?.before?.count, changes[0]?.after?.count], [28, 33]);
  await converge(resources);
  assert.equal((await aws.hosts("test")).length, 100);
});

test("fixed agents of an older definition are listed with the way to replace them, and stay", async (t) => {
  const { converge, plan, aws } = await stage(t);
  await converge(fixed);
  const { changes, notes } = await plan(MesosFixed.compose(contextOf(upgraded, "test")));
  const [host] = await aws.hosts("test");
  assert.deepEqual(changes, []);
  assert.equal(notes.length, 3);
  assert.match(notes[0] ?? "", new RegExp(`${host?.host} \\(${host?.id}\\): .*mesosVersion 1.9.0 -> 1.11.1`));
  assert.match(notes[0] ?? "", new RegExp(`MesosFixed.replace!\\("test", "${host?.id}"\\)`));
});

test("one fixed agent is replaced by any of its names, after its tasks, by a successor that comes first", async (t) => {
  const { converge, plan, aws, served } = await stage(t);
  await converge(fixed);
  const [host] = await aws.hosts("test");
  assert.ok(host);
  for (const name of [host.id, host.host, host.host.split(".")[0] ?? "", host.address, host.host.toUpperCase()]) {
    const { changes } = await plan(replacementOf(name));
    assert.deepEqual(
      changes.map(({ id, risk, asksByItself }) => [id, risk, asksByItself]),
      [
        [`act agent/${host.host}`, "safe", false],
        [`act gone-agent/${host.host}`, "disruptive", false],
        [`replace fleet-member/${name}`, "destructive", true],
      ],
    );
    assert.deepEqual(changes[1]?.needs, [`act agent/${host.host}`]);
    assert.deepEqual(changes[2]?.needs, [`act agent/${host.host}`, `act gone-agent/${host.host}`]);
    assert.equal(changes[0]?.waits[0]?.name, "tasks-ended");
    assert.deepEqual(
      changes[2]?.targets.map(({ id }) => id),
      [host.id],
    );
  }
  const before = served.world.requests.since(0).length;
  await converge(replacementOf(host.host));
  const sent = served.world.requests.since(before).filter(({ isMutating }) => isMutating);
  assert.deepEqual(
    sent.map(({ action }) => action),
    ["RunInstances", "TerminateInstances"],
  );
  const after = await aws.hosts("test");
  assert.equal(after.length, 3);
  assert.ok(after.every(({ id }) => id !== host.id));
  const again = await plan(replacementOf(host.host));
  assert.deepEqual(again.changes, []);
  assert.match(again.notes.join(), new RegExp(`${host.host} was replaced by ip-`));
  assert.deepEqual((await plan(fixed)).changes, []);
});

test("a host that is not known is refused with the nearest name; so is a name that several have", async (t) => {
  const { converge, plan, aws } = await stage(t, { environment: larger });
  await converge(MesosFixed.compose(contextOf(larger, "test")));
  const [host] = await aws.hosts("test");
  await assert.rejects(plan(replacementOf(`${host?.host.split(".")[0]}x`)), {
    reason: "usage",
    code: "unknown-host",
    why: `the nearest name is ${host?.host.split(".")[0]}`,
  });
  await assert.rejects(plan(replacementOf("mesos-fixed-test-a")), { reason: "usage", code: "ambiguous-host" });
});

test("one host under two names is refused while planning; two hosts are not", async (t) => {
  const { converge, plan, aws } = await stage(t);
  await converge(fixed);
  const [one, other] = await aws.hosts("test");
  assert.ok(one && other);
  await assert.rejects(plan(replacementOf(one.id, one.address)), {
    reason: "usage",
    code: "host-named-twice",
    what: `${one.id} and ${one.address} are one host`,
  });
  const { changes } = await plan(replacementOf(one.id, other.address));
  assert.equal(changes.filter(({ action }) => action === "replace").length, 2);
});

test("what no recipe made is shown and never touched, not even when the stack is let go of", async (t) => {
  const { converge, plan, hand, aws } = await stage(t);
  await converge(fixed);
  const Tags = [
    { Key: "Cluster", Value: "cantareira-test" },
    { Key: "Role", Value: "mesos-fixed" },
    { Key: "Name", Value: "mesos-fixed-test-a" },
  ];
  const { Instances = [] } = await hand.ec2.runInstances({
    ImageId: environment.hosts.image,
    SubnetId: environment.stacks.test.fixed.zones[0]?.subnet,
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: "instance", Tags }],
  });
  const id = Instances[0]?.InstanceId ?? "";
  const { changes, notes } = await plan(fixed);
  assert.deepEqual(changes, []);
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? "", new RegExp(`^${id} .*is left alone: no recipe made it`));
  assert.equal((await aws.hosts("test")).find((host) => host.id === id)?.isManaged, false);
  const fleets = letGo(fixed.filter(({ kind }) => kind === "instances"));
  assert.ok((await plan(fleets)).changes.every(({ targets }) => targets.every((target) => target.id !== id)));
  await converge(fleets);
  assert.deepEqual(
    (await aws.hosts("test")).map((host) => host.id),
    [id],
  );
});

test("scaling is nobody's drift, and a recipe's bounds never scale", async (t) => {
  const { converge, plan, hand } = await stage(t);
  await converge(onDemand);
  await hand.autoScaling.setDesiredCapacity({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 4 });
  assert.deepEqual((await plan(onDemand)).changes, []);
  const smaller = withTest(({ onDemand: agents }) => ({ onDemand: { ...agents, max: 2 } }));
  const bounded = await plan(MesosOnDemand.compose(contextOf(smaller, "test")));
  assert.deepEqual(bounded.changes, []);
  assert.match(bounded.notes.join(), /4 agents are wanted now; the recipe's maximum of 2 waits/);
  await hand.autoScaling.setDesiredCapacity({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 1 });
  const now = await plan(MesosOnDemand.compose(contextOf(smaller, "test")));
  assert.deepEqual(
    now.changes.map(({ id, because }) => `${id}: ${because}`),
    [
      "update auto-scaling-group/mesos-on-demand-test: the group is not as the recipe says: max 4 -> 2; how many run stays as it is",
    ],
  );
});

test("an update of the bounds that came too late does not scale", async (t) => {
  const { converge, plan, hand, apply, memory } = await stage(t);
  await converge(onDemand);
  const smaller = withTest(({ onDemand: agents }) => ({ onDemand: { ...agents, max: 2 } }));
  const planned = await plan(MesosOnDemand.compose(contextOf(smaller, "test")));
  await hand.autoScaling.setDesiredCapacity({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 3 });
  await assert.rejects(apply(planned.changes, memory(planned.documents)), { code: "would-scale" });
});

test("a subnet that is taken from a group interrupts the agents in it, and only them", async (t) => {
  const { converge, plan, hand, world } = await stage(t);
  await converge(onDemand);
  await hand.autoScaling.setDesiredCapacity({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 3 });
  await world.clock.sleep(300_000);
  const planned = await plan(MesosOnDemand.compose(contextOf(inTwoZones, "test")));
  const [change] = planned.changes;
  const gone = environment.stacks.test.onDemand.zones[2]?.subnet ?? "";
  const { Reservations = [] } = await hand.ec2.describeInstances({ Filters: [{ Name: "subnet-id", Values: [gone] }] });
  const [host] = Reservations.flatMap(({ Instances = [] }) => Instances);
  assert.ok(change && host);
  assert.equal(change.risk, "disruptive");
  assert.ok(change.interrupts?.startsWith(`the tasks on ${host.PrivateDnsName} end: AWS ends what runs in a subnet`));
  assert.deepEqual(
    change.targets.map(({ id }) => id),
    ["mesos-on-demand-test", host.InstanceId],
  );
});

test("the spot group is all spot, over all types, and a hand that changes that shows", async (t) => {
  const { converge, plan, hand } = await stage(t);
  const spot = MesosMultiAZSpotInstances.compose(contextOf(environment, "test"));
  await converge(spot);
  assert.deepEqual((await plan(spot)).changes, []);
  const { AutoScalingGroups = [] } = await hand.autoScaling.describeAutoScalingGroups({});
  const policy = AutoScalingGroups[0]?.MixedInstancesPolicy;
  assert.equal(policy?.InstancesDistribution?.OnDemandPercentageAboveBaseCapacity, 0);
  assert.equal(policy?.InstancesDistribution?.SpotAllocationStrategy, "price-capacity-optimized");
  await hand.autoScaling.updateAutoScalingGroup({
    AutoScalingGroupName: "mesos-spot-multi-az-test",
    MixedInstancesPolicy: {
      ...policy,
      InstancesDistribution: { ...policy?.InstancesDistribution, OnDemandPercentageAboveBaseCapacity: 50 },
    },
  });
  const { changes } = await plan(spot);
  assert.match(changes[0]?.because ?? "", /market 0 \+ 50 % on-demand, price-capacity-optimized, rebalanced -> spot/);
});

test("a newer template is a new version, and the agents on the old one are replaced batch after batch", async (t) => {
  const { converge, plan, hand, world, aws } = await stage(t);
  await converge(onDemand);
  await hand.autoScaling.setDesiredCapacity({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 3 });
  await world.clock.sleep(300_000);
  const old = (await aws.hosts("test")).map(({ id }) => id);
  assert.equal(old.length, 3);
  const newer = MesosOnDemand.compose(contextOf(upgraded, "test"));
  const planned = await plan(newer);
  const ids = planned.changes.map(({ id }) => id);
  assert.deepEqual(ids.slice(0, 2), [
    "update launch-template/mesos-on-demand-test",
    "update auto-scaling-group/mesos-on-demand-test",
  ]);
  const replaces = planned.changes.filter(({ action }) => action === "replace");
  assert.equal(replaces.length, 3, "a quarter of three is one at a time");
  const drains = planned.changes.filter(({ kind }) => kind === "agent");
  assert.deepEqual(drains[1]?.needs.includes(replaces[0]?.id ?? ""), true, "the next waits for the one before");
  assert.equal(replaces[0]?.waits[0]?.what, "3 mesos-on-demand agents registered again");
  assert.match(replaces[0]?.interrupts ?? "", /^what still runs on ip-/);
  await converge(newer);
  await world.clock.sleep(300_000);
  const hosts = await aws.hosts("test");
  assert.deepEqual(
    hosts.map(({ mesosVersion }) => mesosVersion),
    ["1.11.1", "1.11.1", "1.11.1"],
  );
  assert.ok(hosts.every(({ id }) => !old.includes(id)));
  assert.deepEqual((await plan(newer)).changes, []);
  assert.deepEqual((await plan(newer)).notes, []);
});

test("a batch resumes what it suspended, and nothing that somebody else had suspended", async (t) => {
  const staged = await stage(t);
  const { converge, plan, hand, world } = staged;
  await converge(onDemand);
  await world.clock.sleep(300_000);
  const AutoScalingGroupName = "mesos-on-demand-test";
  await hand.autoScaling.suspendProcesses({
    AutoScalingGroupName,
    ScalingProcesses: ["AZRebalance", "AlarmNotification"],
  });
  const planned = await plan(MesosOnDemand.compose(contextOf(upgraded, "test")));
  const journal = staged.memory(planned.documents, { crashesAfterEach: true });
  const isDone = () =>
    staged.apply(planned.changes, journal).then(
      () => true,
      (error) => killed(error),
    );
  for (let tries = 0; !(await isDone()); tries += 1) assert.ok(tries < 50);
  const { AutoScalingGroups = [] } = await hand.autoScaling.describeAutoScalingGroups({});
  const left = AutoScalingGroups[0]?.SuspendedProcesses?.map(({ ProcessName }) => ProcessName);
  assert.deepEqual(left?.sort(), ["AZRebalance", "AlarmNotification"]);
  assert.equal(AutoScalingGroups[0]?.Instances?.length, 1);
});

function killed(error: unknown): false {
  assert.equal(String(error), "Error: killed");
  return false;
}

test("a group in service says how far it is, and why it does not get there", async (t) => {
  const { converge, aws, world } = await stage(t);
  await converge(onDemand);
  const condition = {
    system: "aws",
    name: "group-in-service",
    stack: "test",
    parameters: { group: "mesos-on-demand-test" },
    what: "the group is in service",
    withinSeconds: 600,
  };
  const before = await aws.holds(condition);
  assert.deepEqual([before.holds, before.detail], ["no", "0 of 1 in service"]);
  await world.clock.sleep(300_000);
  assert.equal((await aws.holds(condition)).holds, "yes");
  assert.equal((await aws.holds({ ...condition, name: "the-weather" })).holds, "unknown");
});

test("an instance profile that is missing is a change that says how to make it", async (t) => {
  const { plan, apply, memory } = await stage(t);
  const other = withTest(({ fixed: agents }) => ({ fixed: { ...agents, profile: "cantareira-test-other" } }));
  const planned = await plan(MesosFixed.compose(contextOf(other, "test")));
  const change = planned.changes.find(({ kind }) => kind === "instance-profile");
  assert.equal(
    change?.because,
    "must exist; made by iam-policies: nu iam create roles test mesos-fixed --env cantareira",
  );
  await assert.rejects(apply(planned.changes, memory(planned.documents)), { code: "profile-is-not-made-here" });
});
