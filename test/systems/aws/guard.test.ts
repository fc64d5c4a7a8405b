import assert from "node:assert/strict";
import test from "node:test";
import { issuePermit, revokePermit } from "../../../src/model/permit.ts";
import { createClients } from "../../../src/systems/aws/clients.ts";
import { isReadOnly, type Service } from "../../../src/systems/aws/commands.ts";
import { issued } from "../../../src/systems/aws/guard.ts";
import { environment, stage } from "./stage.ts";

const permit = { run: "r1", change: "c", step: "c/e/1", token: "t-1" };
const refused = { name: "OpsError", reason: "refused", code: "guard-aws-middleware" };
const wouldSucceed = { DryRun: "it would have succeeded, and nothing was done" };

const attacks: readonly (readonly [string, Service, string, unknown])[] = [
  ["a launch", "ec2", "RunInstances", { ImageId: "ami-1", MinCount: 1, MaxCount: 1 }],
  ["a termination", "ec2", "TerminateInstances", { InstanceIds: ["i-1"] }],
  ["tags", "ec2", "CreateTags", { Resources: ["i-1"], Tags: [] }],
  ["a dry run that is none", "ec2", "TerminateInstances", { InstanceIds: ["i-1"], DryRun: "yes" }],
  [
    "a dry run of a service that has none",
    "autoscaling",
    "DeleteAutoScalingGroup",
    { AutoScalingGroupName: "g", DryRun: true },
  ],
  ["a dry run of a command that has none", "ec2", "AssociateVpcCidrBlock", { VpcId: "vpc-1", DryRun: true }],
  ["capacity", "autoscaling", "SetDesiredCapacity", { AutoScalingGroupName: "g", DesiredCapacity: 0 }],
  ["other credentials", "sts", "AssumeRole", { RoleArn: "arn:aws:iam::123456789012:role/x", RoleSessionName: "x" }],
  ["a session token", "sts", "GetSessionToken", {}],
  ["a password", "ec2", "GetPasswordData", { InstanceId: "i-1" }],
  ["a policy", "iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument: "{}" }],
  ["the client's own life", "ec2", "destroy", {}],
  ["the client's middleware", "ec2", "send", {}],
  ["a name from the prototype", "ec2", "constructor", {}],
  ["the SDK's base class", "ec2", "$", {}],
];

for (const [what, service, command, input] of attacks) {
  test(`raw refuses ${what}, and the server never hears of it`, async (t) => {
    const { aws, served } = await stage(t);
    await aws.identify();
    await assert.rejects(aws.raw(service, command, input), refused);
    assert.deepEqual(
      served.world.requests.since(0).map(({ action }) => action),
      ["GetCallerIdentity", "GetCallerIdentity"],
    );
  });
}

test("raw reads the input once: what was judged is what is sent", async (t) => {
  const { aws, served, mutations } = await stage(t);
  let looks = 0;
  const input = {
    InstanceIds: ["i-0123456789abcdef0"],
    get DryRun() {
      looks += 1;
      return looks === 1;
    },
  };
  assert.deepEqual(await aws.raw("ec2", "TerminateInstances", input), wouldSucceed);
  assert.equal(looks, 1);
  assert.deepEqual(mutations(), []);
  assert.deepEqual(
    served.world.requests.since(0).map(({ action, error }) => `${action} ${error ?? "ok"}`),
    ["GetCallerIdentity ok", "TerminateInstances DryRunOperation"],
  );
});

test("raw refuses what is not plain data", async (t) => {
  const { aws } = await stage(t);
  for (const input of [{ Filters: () => [] }, "i-1", null, ["i-1"], 7])
    await assert.rejects(aws.raw("ec2", "DescribeInstances", input), { code: "unfit-input", reason: "usage" });
});

test("raw names the nearest command", async (t) => {
  const { aws } = await stage(t);
  const next = 'aws("ec2", "DescribeInstances", {})';
  await assert.rejects(aws.raw("ec2", "describeInstances", {}), { ...refused, next });
});

test("raw lets reads and dry runs through", async (t) => {
  const { aws, mutations } = await stage(t);
  const zones = await aws.raw("ec2", "DescribeSubnets", {});
  assert.ok(JSON.stringify(zones).includes(environment.stacks.test.masters.zones[0]?.subnet ?? "none"));
  const input = { AvailabilityZone: "us-east-1a", Size: 1, DryRun: true };
  assert.deepEqual(await aws.raw("ec2", "CreateVolume", input), wouldSucceed);
  assert.deepEqual(mutations(), []);
});

test("a permit opens for its own input and only while its effect is under way", async (t) => {
  const { world, mutations } = await stage(t);
  const clients = createClients({ environment, world, onThrottle() {} });
  t.after(() => clients.close());
  const ec2 = await clients.ec2();
  const input = { AvailabilityZone: "us-east-1a", Size: 1 };

  await assert.rejects(ec2.createVolume(issued(permit, { ...input })), refused, "a permit that nobody issued");
  const live = issuePermit(permit);
  await assert.rejects(ec2.createVolume(input), refused, "an input that no permit was given for");
  const own = issued(live, { ...input });
  await assert.rejects(ec2.createVolume({ ...own }), refused, "a copy of the input");
  assert.deepEqual(mutations(), []);
  await ec2.createVolume(own);
  revokePermit(live);
  await assert.rejects(ec2.createVolume(own), refused, "a permit that was taken back");
  assert.deepEqual(
    mutations().map(({ action }) => action),
    ["CreateVolume"],
  );
});

/** Verbs that change something, and none of which may be among what passes as a read. */
const changing = /^(?!Describe|Get|List|Simulate|Decode)/;

test("of all commands of the SDK only reads are known to be read-only", async () => {
  const modules = {
    ec2: await import("@aws-sdk/client-ec2"),
    autoscaling: await import("@aws-sdk/client-auto-scaling"),
    iam: await import("@aws-sdk/client-iam"),
    sts: await import("@aws-sdk/client-sts"),
  } as const;
  const commandsOf = (service: Service) =>
    Object.keys(modules[service])
      .filter((name) => name.endsWith("Command") && name !== "$Command")
      .map((name) => name.replace(/Command$/, ""));
  const passing = (service: Service) => commandsOf(service).filter((name) => isReadOnly(service, name));

  assert.deepEqual(passing("sts").sort(), ["DecodeAuthorizationMessage", "GetAccessKeyInfo", "GetCallerIdentity"]);
  for (const service of ["ec2", "autoscaling", "iam"] as const) {
    assert.ok(passing(service).length > 10, `${service} has reads`);
    assert.deepEqual(
      passing(service).filter((name) => changing.test(name)),
      [],
    );
  }
  assert.ok(!isReadOnly("ec2", "GetPasswordData"));
  assert.ok(!isReadOnly("ec2", "Describe"));
  assert.ok(!isReadOnly("ec2", "describeInstances"));
});
