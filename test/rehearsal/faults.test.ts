import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  CreateVolumeCommand,
  DescribeInstancesCommand,
  DescribeVolumesCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { knownFaults } from "../../src/rehearsal/faults.ts";
import { serveWorld } from "../../src/rehearsal/server.ts";
import { failsWith, present } from "../conformance/aws/case.ts";
import { environment, stage, subnet, zones } from "./stage.ts";

const volume = { AvailabilityZone: "us-east-1a", Size: 5 };

async function instanceOf(ec2: EC2Client, id: string) {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return present(Reservations?.[0]?.Instances?.[0]);
}

/** The error codes of so many tries; `ok` for those that got through. */
async function outcomes(count: number, attempt: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  for (let index = 0; index < count; index += 1) {
    seen.push(
      await attempt().then(
        () => "ok",
        (error: Error) => error.name,
      ),
    );
  }
  return seen;
}

test("every fault says what it does", async () => {
  const names = (await knownFaults("aws")).map((fault) => fault.name);
  const wanted = ["throttle", "no-capacity", "eventual-consistency", "instance-dies", "reset-after-send"].concat([
    "expired-credentials",
    "access-denied",
    "master-fails-over",
    "agents-lost",
    "slow-boot",
  ]);
  assert.deepEqual(
    wanted.filter((name) => !names.includes(name)),
    [],
  );
});

test("an unknown fault is refused with those there are", async () => {
  await assert.rejects(serveWorld({ environment, faults: ["throtle"] }), /there is no fault throtle; .*throttle/);
});

test("throttle: most calls are throttled for three minutes from the first change on", async (t) => {
  const { ec2, autoscaling, sleep } = await stage(t, "throttle");
  const look = () => ec2.send(new DescribeVolumesCommand({}));
  assert.deepEqual(await outcomes(5, look), Array(5).fill("ok"));
  await outcomes(1, () => ec2.send(new CreateVolumeCommand(volume)));
  const during = await outcomes(40, look);
  assert.ok(during.filter((each) => each === "RequestLimitExceeded").length > 20, during.join());
  assert.ok(during.includes("ok"), "some get through");
  const groups = await outcomes(10, () => autoscaling.send(new DescribeAutoScalingGroupsCommand({})));
  assert.ok(groups.includes("Throttling"), groups.join());
  await sleep(180);
  assert.deepEqual(await outcomes(10, look), Array(10).fill("ok"));
});

test("no-capacity: one zone launches nothing, the others do", async (t) => {
  const { run } = await stage(t, "no-capacity");
  const seen: string[] = [];
  for (const zone of [0, 1, 2]) seen.push(...(await outcomes(1, () => run({ SubnetId: subnet(zone) }))));
  assert.deepEqual(seen.sort(), ["InsufficientInstanceCapacity", "ok", "ok"]);
});

test("no-capacity: a group tells why capacity does not arrive, and takes another zone", async (t) => {
  const { ec2, autoscaling, sleep } = await stage(t, "no-capacity");
  const LaunchTemplateData = { ImageId: environment.hosts.image, InstanceType: "m5.large" as const };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "agents", LaunchTemplateData }));
  const LaunchTemplate = { LaunchTemplateName: "agents", Version: "1" };
  const VPCZoneIdentifier = zones.map((zone) => zone.subnet).join(",");
  const sizes = { MinSize: 0, MaxSize: 3, DesiredCapacity: 3 };
  const group = { AutoScalingGroupName: "agents", LaunchTemplate, VPCZoneIdentifier, ...sizes };
  await autoscaling.send(new CreateAutoScalingGroupCommand(group));
  await sleep(120);
  const { AutoScalingGroups } = await autoscaling.send(new DescribeAutoScalingGroupsCommand({}));
  assert.equal(AutoScalingGroups?.[0]?.Instances?.length, 3);
  const { Activities = [] } = await autoscaling.send(
    new DescribeScalingActivitiesCommand({ AutoScalingGroupName: "agents" }),
  );
  const failed = Activities.find((activity) => activity.StatusCode === "Failed");
  assert.match(present(failed?.StatusMessage), /sufficient m5\.large capacity/);
});

test("eventual-consistency: new things are left out and not found for twenty seconds", async (t) => {
  const { ec2, sleep } = await stage(t, "eventual-consistency");
  const { VolumeId } = await ec2.send(new CreateVolumeCommand(volume));
  const byId = () => ec2.send(new DescribeVolumesCommand({ VolumeIds: [present(VolumeId)] }));
  await failsWith("InvalidVolume.NotFound", byId());
  assert.deepEqual((await ec2.send(new DescribeVolumesCommand({}))).Volumes, []);
  await sleep(20);
  assert.equal((await byId()).Volumes?.length, 1);
});

test("instance-dies: the first instance goes from pending to terminated, the next one runs", async (t) => {
  const { ec2, run, sleep } = await stage(t, "instance-dies");
  const ids = [await run(), await run()];
  await sleep(60);
  const [first, second] = [await instanceOf(ec2, present(ids[0])), await instanceOf(ec2, present(ids[1]))];
  assert.deepEqual([first.State?.Name, first.StateReason?.Code], ["terminated", "Client.InternalError"]);
  assert.equal(second.State?.Name, "running");
});

test("reset-after-send: every third change is carried out without an answer", async (t) => {
  const { ec2, served } = await stage(t, "reset-after-send");
  const seen = await outcomes(3, () => ec2.send(new CreateVolumeCommand(volume)));
  assert.deepEqual(seen.slice(0, 2), ["ok", "ok"]);
  assert.notEqual(seen[2], "ok");
  assert.equal(served.world.volumes.shelf.all().length, 3);
});

test("expired-credentials: after eight changes nothing is answered, until they are renewed", async (t) => {
  const { ec2, sts } = await stage(t, "expired-credentials");
  const changes = await outcomes(9, () => ec2.send(new CreateVolumeCommand(volume)));
  assert.deepEqual(changes, [...Array(8).fill("ok"), "RequestExpired"]);
  const who = await outcomes(5, () => sts.send(new GetCallerIdentityCommand({})));
  assert.match(present(who[0]), /^ExpiredToken/);
  assert.equal(who[4], "ok");
});

test("access-denied: CreateVolume is refused, also to the permission probe, and IAM says so", async (t) => {
  const { ec2, iam, served } = await stage(t, "access-denied");
  await failsWith("UnauthorizedOperation", ec2.send(new CreateVolumeCommand(volume)));
  await failsWith("UnauthorizedOperation", ec2.send(new CreateVolumeCommand({ ...volume, DryRun: true })));
  const asked = {
    PolicySourceArn: "arn:aws:iam::123456789012:role/operator",
    ActionNames: ["ec2:CreateVolume", "ec2:RunInstances"],
  };
  const { EvaluationResults } = await iam.send(new SimulatePrincipalPolicyCommand(asked));
  assert.deepEqual(
    EvaluationResults?.map((each) => each.EvalDecision),
    ["implicitDeny", "allowed"],
  );
  assert.deepEqual(served.world.volumes.shelf.all(), []);
});

test("slow-boot: machines take eight minutes longer", async (t) => {
  const { run, sleep, served } = await stage(t, "slow-boot");
  await run();
  await sleep(400);
  assert.equal(served.world.machines.up().length, 0);
  await sleep(300);
  assert.equal(served.world.machines.up().length, 1);
});

test("every fault stands in the operators' document", async () => {
  const document = readFileSync(new URL("../../docs/rehearsal.md", import.meta.url), "utf8");
  const names = (await knownFaults("aws")).map((fault) => fault.name);
  assert.deepEqual(
    names.filter((name) => !document.includes(`| \`${name}\` |`)),
    [],
  );
});
