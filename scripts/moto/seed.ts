import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  RegisterImageCommand,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  type IAMClient,
  ListInstanceProfilesCommand,
} from "@aws-sdk/client-iam";
import type { AwsEnvironment } from "#src/model/environment.ts";
import { type Place, seedFrom } from "#src/rehearsal/seed.ts";
import { connectMoto } from "./connection.ts";
import { makeAll, type Thing } from "./ids.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/**
 * Prepares the moto server at `endpoint` with exactly what the environment names: VPC, subnets, image, instance
 * profiles. What is there stays as it is. Gives a line for each thing that was made.
 *
 * @throws OpsError `not-moto`, `other-account`, `id-not-possible`
 */
export async function seedMoto(environment: AwsEnvironment, endpoint: string): Promise<readonly string[]> {
  const place = seedFrom(environment);
  const moto = await connectMoto(endpoint, place.region, place.account);
  const there = await idsOf(moto.ec2);
  const missing = thingsOf(moto.ec2, place).filter(({ id }) => !there.has(id));
  return [...(await makeAll(moto, missing)), ...(await makeProfiles(moto.iam, place.profiles))];
}

async function idsOf(ec2: EC2Client): Promise<ReadonlySet<string | undefined>> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ["self"] }));
  const network = [...Vpcs.map(({ VpcId }) => VpcId), ...Subnets.map(({ SubnetId }) => SubnetId)];
  return new Set([...network, ...Images.map(({ ImageId }) => ImageId)]);
}

function thingsOf(ec2: EC2Client, place: Place): readonly Thing[] {
  const vpc = { ...place.vpc, what: "vpc", make: () => makeVpc(ec2, place.vpc.cidr) };
  const subnets = place.subnets.map((subnet) => ({ ...subnet, what: "subnet", make: () => makeSubnet(ec2, subnet) }));
  const images = place.images.map((id) => ({ id, what: "image", make: () => makeImage(ec2, id) }));
  return [vpc, ...subnets, ...images];
}

async function makeVpc(ec2: EC2Client, cidr: string): Promise<string | undefined> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: cidr }));
  return Vpc?.VpcId;
}

async function makeSubnet(ec2: EC2Client, { vpc, cidr, zone }: Place["subnets"][number]): Promise<string | undefined> {
  const command = new CreateSubnetCommand({ VpcId: vpc, CidrBlock: cidr, AvailabilityZone: zone });
  const { Subnet } = await ec2.send(command);
  return Subnet?.SubnetId;
}

async function makeImage(ec2: EC2Client, id: string): Promise<string | undefined> {
  const command = new RegisterImageCommand({ Name: `image-${id}`, RootDeviceName: "/dev/xvda" });
  const { ImageId } = await ec2.send(command);
  return ImageId;
}

async function makeProfiles(iam: IAMClient, profiles: readonly string[]): Promise<readonly string[]> {
  const { InstanceProfiles = [] } = await iam.send(new ListInstanceProfilesCommand({ MaxItems: 1000 }));
  const there = new Set(InstanceProfiles.map(({ InstanceProfileName }) => InstanceProfileName));
  const missing = profiles.filter((name) => !there.has(name));
  for (const name of missing) await makeProfile(iam, name);
  return missing.map((name) => `instance profile ${name}`);
}

async function makeProfile(iam: IAMClient, name: string): Promise<void> {
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
}
