import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test, { before } from "node:test";
import { DescribeImagesCommand, DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { type Bench, type Place, present } from "../conformance/aws/case.ts";
import { cases } from "../conformance/aws/cases.ts";
import { clientsOf } from "../conformance/aws/clients.ts";

const endpoint = process.env.MOTO_ENDPOINT;
const isRequired = process.env.CI === "true";
const run = randomBytes(3).toString("hex");
const profile = `conformance-${run}`;
let places: readonly [Place, Place];
let found: { readonly vpc: string; readonly image: string };

type Clients = ReturnType<typeof clientsOf>;

async function makeProfile({ iam }: Clients): Promise<void> {
  const Statement = [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new CreateRoleCommand({ RoleName: profile, AssumeRolePolicyDocument }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: profile }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: profile, RoleName: profile }));
}

/** moto's own default VPC and images serve: nothing has to be prepared but a profile. */
async function lookAround(clients: Clients): Promise<void> {
  const isDefault = [{ Name: "default-for-az", Values: ["true"] }];
  const { Subnets = [] } = await clients.ec2.send(new DescribeSubnetsCommand({ Filters: isDefault }));
  const [first, second] = Subnets.map((subnet) => ({
    subnet: present(subnet.SubnetId),
    zone: present(subnet.AvailabilityZone),
    address: present(subnet.CidrBlock).split(".").slice(0, 3).join("."),
  }));
  const { Images } = await clients.ec2.send(
    new DescribeImagesCommand({ Filters: [{ Name: "architecture", Values: ["x86_64"] }] }),
  );
  places = [present(first), present(second)];
  found = { vpc: present(Subnets[0]?.VpcId), image: present(Images?.[0]?.ImageId) };
}

function benchFor(number: number): Bench {
  const [first, second] = places;
  const host = 20 + number;
  return {
    ...clientsOf(present(endpoint)),
    ...found,
    account: "123456789012",
    profile,
    subnets: [
      { ...first, address: `${first.address}.${host}` },
      { ...second, address: `${second.address}.${host}` },
    ],
    name: (what) => `${run}-${number}-${what}`,
    settle: async () => undefined,
  };
}

test("a moto server is there", { skip: endpoint || isRequired ? false : "MOTO_ENDPOINT names no moto server" }, () => {
  assert.ok(endpoint, "MOTO_ENDPOINT must name a moto server when CI=true");
});

if (endpoint) {
  before(async () => {
    const clients = clientsOf(endpoint);
    await makeProfile(clients);
    await lookAround(clients);
  });
  for (const [number, each] of cases.entries()) {
    test(`as moto: ${each.name}`, { skip: each.butNotMoto ?? false }, () => each.run(benchFor(number)));
  }
}
