import assert from "node:assert/strict";
import test from "node:test";
import { MesosMaster } from "../../../recipes/mesos-master.ts";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import { contextOf, environment, letGo, stage } from "./stage.ts";

const masters = MesosMaster.compose(contextOf(environment, "test"));

/** The same stack with another Mesos version. */
function upgraded(): AwsEnvironment {
  const { test: stack } = environment.stacks;
  return { ...environment, stacks: { ...environment.stacks, test: { ...stack, mesosVersion: "1.11.1" } } };
}

test("a master is launched with its kept address and volume, protected, and knows its volume by id", async (t) => {
  const { converge, hand } = await stage(t);
  await converge(masters);
  const { Reservations = [] } = await hand.ec2.describeInstances({
    Filters: [{ Name: "tag:Name", Values: ["mesos-master-test-a"] }],
  });
  const [host] = Reservations.flatMap(({ Instances = [] }) => Instances);
  const InstanceId = host?.InstanceId;
  assert.equal(host?.PrivateIpAddress, "10.20.1.10");
  assert.equal(host?.MetadataOptions?.HttpTokens, "required");
  const protection = await hand.ec2.describeInstanceAttribute({ InstanceId, Attribute: "disableApiTermination" });
  assert.equal(protection.DisableApiTermination?.Value, true);
  const data = host?.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === "/dev/sdf");
  const sent = await hand.ec2.describeInstanceAttribute({ InstanceId, Attribute: "userData" });
  const text = Buffer.from(sent.UserData?.Value ?? "", "base64").toString();
  assert.ok(text.includes(`Elastic_Block_Store_${data?.Ebs?.VolumeId?.replace("-", "")} `));
  assert.ok(!text.includes("${volume"));
  const tags = Object.fromEntries((host?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  assert.equal(tags.Cluster, "cantareira-test");
  assert.equal(tags.Role, "mesos-master");
  assert.equal(tags.ManagedBy, "mesos-console");
  assert.equal(tags.MesosVersion, "1.9.0");
  assert.match(tags["mesos-console:token"] ?? "", /^mc-/);
});

test("another version replaces each master, and keeps addresses and volumes", async (t) => {
  const { converge, plan, aws, hand } = await stage(t);
  await converge(masters);
  const kept = async () => ({
    volumes: (await hand.ec2.describeVolumes({})).Volumes?.filter(({ Size }) => Size === 50).map((v) => v.VolumeId),
    faces: (await hand.ec2.describeNetworkInterfaces({})).NetworkInterfaces?.map((f) => f.NetworkInterfaceId),
  });
  const before = await kept();
  const hosts = await aws.hosts("test");
  const newer = MesosMaster.compose(contextOf(upgraded(), "test"));
  const { changes } = await plan(newer);
  assert.deepEqual(
    changes.map(({ id, risk }) => `${risk} ${id}`),
    ["a", "b", "c"].map((zone) => `disruptive replace instance/mesos-master-test-${zone}`),
  );
  assert.match(changes[0]?.because ?? "", /mesosVersion 1\.9\.0 -> 1\.11\.1/);
  assert.match(changes[0]?.interrupts ?? "", /one vote of ZooKeeper/);
  assert.deepEqual(
    changes.map(({ targets }) => targets[0]?.id),
    hosts.map(({ id }) => id),
  );
  await converge(newer);
  const after = await aws.hosts("test");
  assert.deepEqual(
    after.map(({ host, mesosVersion }) => `${host} ${mesosVersion}`),
    hosts.map(({ host }) => `${host} 1.11.1`),
  );
  assert.ok(after.every(({ id }) => !hosts.some((host) => host.id === id)));
  assert.deepEqual(await kept(), before);
  assert.deepEqual((await plan(newer)).changes, []);
});

test("what is changed by hand shows field by field, and is put back in place where that is possible", async (t) => {
  const { converge, plan, aws, hand } = await stage(t);
  await converge(masters);
  const [first, second] = await aws.hosts("test");
  await hand.ec2.modifyInstanceAttribute({ InstanceId: first?.id, DisableApiTermination: { Value: false } });
  await hand.ec2.createTags({ Resources: [second?.id ?? ""], Tags: [{ Key: "Name", Value: "whose-is-this" }] });
  const { changes, notes } = await plan(masters);
  assert.deepEqual(
    changes.map(({ id, risk, because }) => `${risk} ${id}: ${because}`),
    [
      "safe update instance/mesos-master-test-a: changed by hand, to be put back: hasTerminationProtection false -> true",
      "safe update instance/mesos-master-test-b: changed by hand, to be put back: nameTag whose-is-this -> mesos-master-test-b",
    ],
  );
  assert.deepEqual(notes, []);
  await converge(masters);
  assert.deepEqual((await plan(masters)).changes, []);
});

test("a tag that is missing, or the Name of a kept thing, replaces no master; what is not known is told", async (t) => {
  const { converge, plan, aws, hand } = await stage(t);
  await converge(masters);
  const [first, second, third] = await aws.hosts("test");
  assert.ok(first && second && third);
  const { Volumes = [] } = await hand.ec2.describeVolumes({
    Filters: [{ Name: "attachment.instance-id", Values: [first.id] }],
  });
  const disks = Volumes.map(({ VolumeId = "" }) => VolumeId);
  await hand.ec2.deleteTags({ Resources: disks, Tags: [{ Key: "Cluster" }] });
  const untold = ["MesosVersion", "mesos-console:user-data"].map((Key) => ({ Key }));
  await hand.ec2.deleteTags({ Resources: [second.id], Tags: untold });
  const asked = { ...{ system: "aws", name: "launched-not-newer", stack: "test" }, what: "", withinSeconds: 0 };
  const newer = await aws.holds({ ...asked, parameters: { version: "1.9.0" } });
  assert.deepEqual(newer, { holds: "unknown", detail: "which version 1 of 3 hosts is of is not known" });
  const { NetworkInterfaces = [] } = await hand.ec2.describeNetworkInterfaces({
    Filters: [{ Name: "attachment.instance-id", Values: [third.id] }],
  });
  const face = NetworkInterfaces[0]?.NetworkInterfaceId ?? "";
  await hand.ec2.createTags({ Resources: [face], Tags: [{ Key: "Name", Value: "mine" }] });
  const { changes, notes } = await plan(masters);
  assert.deepEqual(changes, []);
  assert.equal(notes.filter((note) => note.startsWith("instance/mesos-master-test-b: its ")).length, 2);
  assert.match(notes.join("\n"), /its mesosVersion is not known, .*: look whether it is 1\.9\.0, and put the tag back/);
  assert.ok(notes.every((note) => !note.includes("rootGiB")));

  await hand.ec2.modifyInstanceAttribute({ InstanceId: second.id, DisableApiTermination: { Value: false } });
  await converge(masters);
  assert.deepEqual((await plan(masters)).changes, [], "what can be put back is, although a tag is missing");
});

test("a copy that carries a master's tags is told, and the one with the kept address is the master", async (t) => {
  const { converge, plan, aws, hand, world } = await stage(t);
  const Tags = [
    { Key: "Cluster", Value: "cantareira-test" },
    { Key: "Role", Value: "mesos-master" },
    { Key: "Name", Value: "mesos-master-test-a" },
    { Key: "ManagedBy", Value: "mesos-console" },
    { Key: "mesos-console:resource", Value: "instance/mesos-master-test-a" },
  ];
  await converge(masters);
  const [first] = await aws.hosts("test");
  const copies = Array.from({ length: 4 }, () =>
    hand.ec2.runInstances({
      ImageId: environment.hosts.image,
      SubnetId: environment.stacks.test.masters.zones[0]?.subnet,
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [{ ResourceType: "instance", Tags }],
    }),
  );
  const ids = (await Promise.all(copies)).map(({ Instances }) => Instances?.[0]?.InstanceId ?? "");
  await world.clock.sleep(60_000);
  const { changes, notes, observed } = await plan(masters);
  assert.deepEqual(changes, []);
  assert.equal(
    observed.find(({ name, kind }) => kind === "instance" && name.endsWith("-a"))?.targets[0]?.id,
    first?.id,
  );
  for (const id of ids)
    assert.match(notes.join("\n"), new RegExp(`also .*${id}.* answer to this name; ${first?.id} is`));
});

test("a volume that was taken off is attached again; one that another host has is not taken away", async (t) => {
  const { converge, plan, aws, hand, world, apply, memory } = await stage(t);
  await converge(masters);
  const { Volumes = [] } = await hand.ec2.describeVolumes({
    Filters: [{ Name: "tag:mesos-console:resource", Values: ["volume/mesos-master-test-a"] }],
  });
  const VolumeId = Volumes[0]?.VolumeId;
  await hand.ec2.detachVolume({ VolumeId });
  await world.clock.sleep(60_000);
  const planned = await plan(masters);
  assert.deepEqual(
    planned.changes.map(({ id }) => id),
    ["update instance/mesos-master-test-a"],
  );
  const { Instances = [] } = await hand.ec2.runInstances({
    ImageId: environment.hosts.image,
    SubnetId: environment.stacks.test.masters.zones[0]?.subnet,
    MinCount: 1,
    MaxCount: 1,
  });
  await world.clock.sleep(120_000);
  await hand.ec2.attachVolume({ VolumeId, InstanceId: Instances[0]?.InstanceId, Device: "/dev/sdf" });
  await assert.rejects(apply(planned.changes, memory(planned.documents)), { code: "volume-elsewhere" });
  await hand.ec2.detachVolume({ VolumeId });
  await world.clock.sleep(60_000);
  await converge(masters);
  assert.deepEqual((await plan(masters)).changes, []);
  assert.equal((await aws.hosts("test")).length, 3);
});

test("security rules: what is missing is added, what is too much is taken away", async (t) => {
  const { converge, plan, hand } = await stage(t);
  const [group] = masters;
  assert.ok(group);
  await converge([group]);
  const { SecurityGroups = [] } = await hand.ec2.describeSecurityGroups({
    Filters: [{ Name: "group-name", Values: ["mesos-test"] }],
  });
  const GroupId = SecurityGroups[0]?.GroupId;
  const rule = (port: number, CidrIp: string) => [
    { IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] },
  ];
  await hand.ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: rule(5050, "10.0.0.0/8") });
  assert.equal((await plan([group])).changes[0]?.risk, "safe", "to let somebody in interrupts nobody");
  await hand.ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: rule(22, "0.0.0.0/0") });
  const { changes } = await plan([group]);
  assert.equal(changes[0]?.id, "update security-group/mesos-test");
  assert.match(changes[0]?.because ?? "", /0\.0\.0\.0\/0/);
  assert.equal(changes[0]?.risk, "disruptive");
  assert.equal(changes[0]?.interrupts, "whoever comes in by tcp 22 from 0.0.0.0/0 is shut out");
  await converge([group]);
  assert.deepEqual((await plan([group])).changes, []);
});

test("letting go lifts the protection of exactly the targets, and all of it is destructive", async (t) => {
  const { converge, plan, hand } = await stage(t);
  await converge(masters);
  const gone = letGo(masters);
  const { changes } = await plan(gone);
  assert.deepEqual(new Set(changes.map(({ risk }) => risk)), new Set(["destructive"]));
  assert.ok(changes.every(({ targets }) => targets.length === 1));
  await converge(gone);
  assert.deepEqual((await plan(gone)).changes, []);
  const { NetworkInterfaces = [] } = await hand.ec2.describeNetworkInterfaces({});
  assert.deepEqual(NetworkInterfaces, []);
});

test("a target is resolved by its id, whatever its name and tags have become", async (t) => {
  const { converge, plan, aws, hand } = await stage(t);
  await converge(masters);
  const { changes } = await plan(letGo(masters));
  const change = changes.find(({ id }) => id === "delete volume/mesos-master-test-a");
  assert.ok(change);
  const id = change.targets[0]?.id ?? "";
  await hand.ec2.createTags({ Resources: [id], Tags: [{ Key: "Name", Value: "alibuild03-data" }] });
  const [target] = await aws.resolve(change);
  assert.deepEqual(target?.names, ["alibuild03-data"]);
  assert.ok(target?.attached.includes("mesos-master-test-a"), "also by the name of the host that it is attached to");
  assert.ok(target?.attached.includes("ip-10-20-1-10"));
});
