import assert from "node:assert/strict";
import test from "node:test";
import {
  AttachVolumeCommand,
  CreateVolumeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  type EC2Client,
  GetConsoleOutputCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { failsWith, present } from "../conformance/aws/case.ts";
import { environment, stage, subnet, userData, zones } from "./stage.ts";

async function stateOf(ec2: EC2Client, id: string) {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return Reservations?.[0]?.Instances?.[0]?.State?.Name;
}

const master = "[Service]\nExecStart=/usr/bin/docker run --name mesos-master registry.example/mesos-master:1.11.0\n";

test("an instance is pending, runs, boots, ends and is forgotten after an hour, on the world's clock", async (t) => {
  const { ec2, run, sleep, served } = await stage(t);
  const id = await run({ UserData: userData({ "mesos-master.service": master }) });
  const statusOf = async () => {
    const { InstanceStatuses } = await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [id] }));
    return InstanceStatuses?.[0]?.InstanceStatus?.Status;
  };
  assert.equal(await stateOf(ec2, id), "pending");
  await sleep(45);
  assert.equal(await stateOf(ec2, id), "running");
  assert.equal(await statusOf(), "initializing");
  assert.deepEqual(served.world.machines.up(), []);
  await sleep(90);
  assert.equal(await statusOf(), "ok");
  assert.deepEqual(
    served.world.machines.up().map((machine) => machine.id),
    [id],
  );
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  assert.equal(await stateOf(ec2, id), "shutting-down");
  await sleep(20);
  assert.equal(await stateOf(ec2, id), "terminated");
  await sleep(3600);
  await failsWith("InvalidInstanceID.NotFound", stateOf(ec2, id));
});

test("nothing moves while nobody waits", async (t) => {
  const { ec2, run, world } = await stage(t);
  const before = world.clock.now();
  const id = await run();
  assert.equal(await stateOf(ec2, id), "pending");
  assert.equal(world.clock.now(), before);
});

test("a machine whose unit waits for a volume is up when the volume is attached", async (t) => {
  const { ec2, run, sleep, served } = await stage(t);
  const zone = present(zones[0]).zone;
  const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: zone, Size: 5 }));
  const device = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VolumeId?.replace("-", "")}`;
  const waiting = `[Service]\nExecStart=/bin/sh -c 'until [ -e ${device} ]; do sleep 1; done'\n`;
  const InstanceId = await run({ UserData: userData({ "data.service": waiting, "mesos-master.service": master }) });
  await sleep(300);
  assert.deepEqual(served.world.machines.up(), []);
  await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: "/dev/sdf" }));
  await sleep(10);
  const [machine] = served.world.machines.up();
  assert.equal(machine?.units[0]?.image, "registry.example/mesos-master:1.11.0");
  assert.ok(present(machine).upSince > served.world.ground.time.now() - 11_000);
});

test("user data that Ignition cannot read leaves the machine in emergency mode, and its console says so", async (t) => {
  const { ec2, run, sleep, served } = await stage(t);
  const InstanceId = await run({ UserData: Buffer.from("{ not json").toString("base64") });
  await sleep(600);
  assert.equal(await stateOf(ec2, InstanceId), "running");
  assert.deepEqual(served.world.machines.up(), []);
  const { Output } = await ec2.send(new GetConsoleOutputCommand({ InstanceId }));
  assert.match(Buffer.from(present(Output), "base64").toString(), /emergency mode/);
});

test("what EC2 refuses at launch is refused", async (t) => {
  const { run, ec2 } = await stage(t);
  const tooLong = Buffer.alloc(16_385, "x").toString("base64");
  await failsWith("InvalidParameterValue", run({ UserData: tooLong }));
  await failsWith("InvalidUserData.Malformed", run({ UserData: "{not base64}" }));
  await failsWith("InvalidParameterValue", run({ MinCount: 2, MaxCount: 1 }));
  const NetworkInterfaces = [{ DeviceIndex: 0, NetworkInterfaceId: "eni-0123456789abcdef0" }];
  await failsWith("InvalidParameterCombination", run({ NetworkInterfaces }));
  await failsWith(
    "InvalidParameterCombination",
    ec2.send(new DescribeInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"], MaxResults: 5 })),
  );
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
  assert.deepEqual(Reservations, []);
});

test("a client token is honoured for two hours", async (t) => {
  const { run, sleep } = await stage(t);
  const ClientToken = "r1-instances-1";
  const first = await run({ ClientToken });
  await sleep(7000);
  assert.equal(await run({ ClientToken }), first);
  await sleep(300);
  assert.notEqual(await run({ ClientToken }), first);
});

test("more than a thousand instances come in pages also to those who ask for none", async (t) => {
  const { ec2, served } = await stage(t);
  for (const zone of [0, 1, 2]) {
    const size = { MinCount: 230, MaxCount: 230, InstanceType: "m5.large" as const };
    await ec2.send(new RunInstancesCommand({ ImageId: environment.hosts.image, SubnetId: subnet(zone), ...size }));
  }
  const { Reservations = [], NextToken } = await ec2.send(new DescribeInstancesCommand({ MaxResults: 600 }));
  assert.equal(Reservations.flatMap((each) => each.Instances ?? []).length, 600);
  const rest = await ec2.send(new DescribeInstancesCommand({ MaxResults: 600, NextToken }));
  assert.equal(rest.Reservations?.flatMap((each) => each.Instances ?? []).length, 90);
  assert.equal(rest.NextToken, undefined);
  assert.equal(new Set(served.world.instances.shelf.all().map((each) => each.address)).size, 690);
});

test("the same seed makes the same world, another seed another one", async (t) => {
  const idsOf = async () => {
    const { run } = await stage(t);
    return [await run(), await run()];
  };
  assert.deepEqual(await idsOf(), await idsOf());
});
