import assert from "node:assert/strict";
import test from "node:test";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import { principalOf } from "../../../src/systems/aws/access.ts";
import { createAws } from "../../../src/systems/aws/index.ts";
import { environment, stage } from "./stage.ts";

test("an operator sees credentials, account, expiry and rights, and nothing is changed by looking", async (t) => {
  const { aws, mutations } = await stage(t);
  const rows = await aws.checkAccess();
  const byName = new Map(rows.map((row) => [row.what, row]));
  assert.equal(byName.get("credentials")?.evidence, "the rehearsal's own");
  assert.match(byName.get("account and region")?.evidence ?? "", /^account 123456789012, us-east-1 as arn:aws:sts:/);
  assert.equal(byName.get("expiry")?.result, "pass");
  for (const right of ["ec2:RunInstances", "ec2:CreateVolume", "autoscaling:CreateAutoScalingGroup", "iam:PassRole"]) {
    assert.equal(byName.get(right)?.result, "pass", right);
  }
  assert.equal(byName.get("ec2:TerminateInstances")?.evidence, "there is no instance to try it on");
  assert.deepEqual(mutations(), []);
});

test("a right that is missing fails with what to ask for", async (t) => {
  const { aws } = await stage(t, { faults: ["access-denied"] });
  const row = (await aws.checkAccess()).find(({ what }) => what === "ec2:CreateVolume");
  assert.equal(row?.result, "fail");
  assert.match(row?.next ?? "", /ask for the right ec2:CreateVolume/);
});

test("with another account nothing is read, by no way in", async (t) => {
  const { world, served } = await stage(t);
  const elsewhere: AwsEnvironment = { ...environment, aws: { ...environment.aws, account: "999999999999" } };
  const aws = createAws({ environment: elsewhere, world, onThrottle() {} });
  t.after(() => aws.close());
  const refused = { reason: "refused", code: "other-account" };
  const resource = { system: "aws", kind: "volume", name: "v", stack: "test", role: "x", desired: null, needs: [] };
  await assert.rejects(aws.identify(), refused);
  await assert.rejects(aws.observe([resource]), refused);
  await assert.rejects(aws.hosts("test"), refused);
  await assert.rejects(aws.raw("ec2", "DescribeInstances", {}), refused);
  const rows = await aws.checkAccess();
  assert.deepEqual(
    rows.map(({ what, result }) => [what, result]),
    [
      ["credentials", "pass"],
      ["account and region", "fail"],
    ],
  );
  const actions = new Set(served.world.requests.since(0).map(({ action }) => action));
  assert.deepEqual([...actions], ["GetCallerIdentity"]);
});

test("the operator's own AWS settings do not reach into a rehearsal", async (t) => {
  const { aws } = await stage(t);
  const settings = { AWS_REGION: "eu-west-1", AWS_USE_FIPS_ENDPOINT: "true", AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
  const before = { ...process.env };
  Object.assign(process.env, settings);
  t.after(() => {
    process.env = before;
  });
  assert.equal((await aws.identify()).where, "account 123456789012, us-east-1");
  assert.deepEqual(await aws.hosts("test"), []);
});

test("outside of a rehearsal, a region that the operator's settings name must be the pinned one", async (t) => {
  const { world, served } = await stage(t);
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: world.awsEndpoint,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
  });
  t.after(() => {
    process.env = before;
  });
  const { awsEndpoint: _, awsCredentials: __, ...real } = world;
  const aws = createAws({ environment, world: { ...real, kind: "real" }, onThrottle() {} });
  t.after(() => aws.close());
  await assert.rejects(aws.identify(), { reason: "refused", code: "other-region" });
  assert.deepEqual(served.world.requests.since(0), []);
  process.env.AWS_REGION = "us-east-1";
  assert.equal((await aws.identify()).where, "account 123456789012, us-east-1");
});

test("a role's session is simulated as its role", () => {
  assert.equal(principalOf("arn:aws:sts::123456789012:assumed-role/ops/jane"), "arn:aws:iam::123456789012:role/ops");
  assert.equal(principalOf("arn:aws:iam::123456789012:user/jane"), "arn:aws:iam::123456789012:user/jane");
});
