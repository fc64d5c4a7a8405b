import assert from "node:assert/strict";
import test from "node:test";
import { DescribeImagesCommand, DescribeSubnetsCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetInstanceProfileCommand, IAMClient } from "@aws-sdk/client-iam";
import cantareira from "../../environments/cantareira.ts";
import { seedMoto } from "../../scripts/moto/seed.ts";
import { motoFor, noMoto } from "./moto.ts";

const { masters, fixed, onDemand, spot } = cantareira.stacks.stable;

test("moto has exactly what the environment names", { skip: noMoto }, async (t) => {
  const endpoint = await motoFor(t, cantareira);
  const options = { endpoint, region: "us-east-1", credentials: { accessKeyId: "moto", secretAccessKey: "moto" } };
  const ec2 = new EC2Client(options);
  const iam = new IAMClient(options);

  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [cantareira.aws.vpc] }));
  assert.equal(Vpcs?.[0]?.CidrBlock, "10.20.0.0/16");

  const SubnetIds = masters.zones.map(({ subnet }) => subnet);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds }));
  assert.deepEqual(
    Subnets.map(({ AvailabilityZone, CidrBlock }) => [AvailabilityZone, CidrBlock]),
    [
      ["us-east-1a", "10.20.21.0/24"],
      ["us-east-1b", "10.20.22.0/24"],
      ["us-east-1c", "10.20.23.0/24"],
    ],
  );

  const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [cantareira.hosts.image] }));
  assert.equal(Images?.[0]?.State, "available");

  for (const { profile } of [masters, fixed, onDemand, spot]) {
    const found = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: profile }));
    assert.deepEqual(
      found.InstanceProfile?.Roles?.map(({ RoleName }) => RoleName),
      [profile],
    );
  }
});

test("preparing it twice makes nothing anew", { skip: noMoto }, async (t) => {
  const endpoint = await motoFor(t, cantareira);
  assert.deepEqual(await seedMoto(cantareira, endpoint), []);
});

test("an id that moto cannot make is named", { skip: noMoto }, async (t) => {
  const endpoint = await motoFor(t, cantareira);
  const elsewhere = { ...cantareira, hosts: { ...cantareira.hosts, image: "ami-00000000000000000" } };
  await assert.rejects(seedMoto(elsewhere, endpoint), { code: "id-not-possible", why: /ami-00000000000000000/ });
});
