import type { NetworkInterface } from "../model/network.ts";
import { tagsByType } from "../model/tags.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { describe, type OwnFilters, tagSet } from "./describe.ts";
import { groupSet } from "./instance-shape.ts";

function statusOf(each: NetworkInterface): string {
  return each.attachment ? "in-use" : "available";
}

function describeInterface(world: RehearsedWorld, each: NetworkInterface): Xml {
  return {
    networkInterfaceId: each.id,
    subnetId: each.subnet.id,
    vpcId: each.subnet.vpc,
    availabilityZone: each.subnet.zone,
    description: each.description,
    ownerId: world.ground.place.account,
    requesterManaged: false,
    status: statusOf(each),
    macAddress: each.mac,
    privateIpAddress: each.address,
    privateIpAddressesSet: [{ privateIpAddress: each.address, primary: true }],
    sourceDestCheck: true,
    interfaceType: "interface",
    groupSet: groupSet(world, each.groups),
    attachment: each.attachment && {
      attachmentId: each.attachment.id,
      instanceId: each.attachment.instance,
      instanceOwnerId: world.ground.place.account,
      deviceIndex: 0,
      status: "attached",
      attachTime: world.ground.time.stamp(each.attachment.attachedAt),
      deleteOnTermination: each.attachment.isDeletedOnTermination,
    },
    tagSet: tagSet(each.tags),
  };
}

function ownFilters(each: NetworkInterface): OwnFilters {
  return {
    "network-interface-id": [each.id],
    "subnet-id": [each.subnet.id],
    "vpc-id": [each.subnet.vpc],
    "availability-zone": [each.subnet.zone],
    "private-ip-address": [each.address],
    "addresses.private-ip-address": [each.address],
    "group-id": each.groups,
    status: [statusOf(each)],
    description: [each.description],
    "attachment.instance-id": [each.attachment?.instance],
    "attachment.attachment-id": [each.attachment?.id],
  };
}

const createNetworkInterface: Operation = (parameters, world) => {
  const id = world.tokens.once(parameters, () => {
    const address = parameters.text("PrivateIpAddress");
    return world.network.createInterface({
      subnet: world.network.subnet(parameters.required("SubnetId")),
      ...(address ? { address } : {}),
      description: parameters.text("Description") ?? "",
      groups: parameters.texts("SecurityGroupId").map((group) => world.network.groups.shelf.seek(group).id),
      tags: tagsByType(parameters).get("network-interface") ?? new Map(),
    }).id;
  });
  const made = world.network.interfaces.get(id);
  if (made === undefined)
    throw new AwsError("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`);
  return { networkInterface: describeInterface(world, made), clientToken: parameters.text("ClientToken") };
};

const describeNetworkInterfaces: Operation = (parameters, world) => {
  const ids = parameters.texts("NetworkInterfaceId");
  const page = describe(() => world.network.interfaces.select(ids), parameters, ids.length > 0, ownFilters);
  return {
    networkInterfaceSet: page.items.map((each) => describeInterface(world, each)),
    nextToken: page.nextToken,
  };
};

const deleteNetworkInterface: Operation = (parameters, world) => {
  world.network.deleteInterface(parameters.required("NetworkInterfaceId"));
  return { return: true };
};

export const interfaceOperations: Operations = {
  CreateNetworkInterface: createNetworkInterface,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DeleteNetworkInterface: deleteNetworkInterface,
};
