import type { Operation, Operations } from "../protocol.ts";
import type { Subnet } from "../seed.ts";
import { AwsError } from "../wire/error.ts";
import { filtered } from "../wire/filters.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { filtersOf, tagSet } from "./describe.ts";

const noTags = new Map<string, string>();

function describeSubnet(world: RehearsedWorld, subnet: Subnet): Xml {
  const taken = world.network.interfaces.all().filter((each) => each.subnet === subnet).length;
  return {
    subnetId: subnet.id,
    state: "available",
    vpcId: subnet.vpc,
    cidrBlock: subnet.cidr,
    availableIpAddressCount: 251 - taken,
    availabilityZone: subnet.zone,
    defaultForAz: false,
    mapPublicIpOnLaunch: false,
    ownerId: world.ground.place.account,
    tagSet: [],
  };
}

const describeSubnets: Operation = (parameters, world) => {
  const ids = parameters.texts("SubnetId");
  const all = ids.length > 0 ? ids.map((id) => world.network.subnet(id)) : world.ground.place.subnets;
  const found = filtered(all, parameters, ({ id, zone, vpc, cidr }) =>
    filtersOf(noTags, {
      "subnet-id": [id],
      "availability-zone": [zone],
      "vpc-id": [vpc],
      "cidr-block": [cidr],
      state: ["available"],
    }),
  );
  return { subnetSet: found.map((subnet) => describeSubnet(world, subnet)) };
};

const describeVpcs: Operation = (parameters, world) => {
  const { account } = world.ground.place;
  const { vpc } = world.network;
  const stranger = parameters.texts("VpcId").find((id) => id !== vpc.id);
  if (stranger) throw new AwsError("InvalidVpcID.NotFound", `The vpc ID '${stranger}' does not exist`);
  const found = filtered([vpc], parameters, ({ id, cidr }) =>
    filtersOf(vpc.tags, { "vpc-id": [id], cidr: [cidr], state: ["available"], "is-default": ["false"] }),
  );
  const shown = {
    state: "available",
    ownerId: account,
    instanceTenancy: "default",
    isDefault: false,
    tagSet: tagSet(vpc.tags),
  };
  return { vpcSet: found.map(({ id, cidr }) => ({ vpcId: id, cidrBlock: cidr, ...shown })) };
};

export const subnetOperations: Operations = { DescribeSubnets: describeSubnets, DescribeVpcs: describeVpcs };
