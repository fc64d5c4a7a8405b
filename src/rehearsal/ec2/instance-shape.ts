import { type Instance, type InstanceState, rootDevice, stateCodes } from "../model/instances.ts";
import type { NetworkInterface } from "../model/network.ts";
import type { Volume } from "../model/volumes.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { tagSet } from "./describe.ts";

export function stateOf(name: InstanceState): Xml {
  return { code: stateCodes[name], name };
}

/** The groups' ids with their names. */
export function groupSet(world: RehearsedWorld, ids: readonly string[]): Xml {
  return ids.map((groupId) => ({ groupId, groupName: world.network.groups.shelf.get(groupId)?.name }));
}

export function profileArn(world: RehearsedWorld, name: string): string {
  return `arn:aws:iam::${world.ground.place.account}:instance-profile/${name}`;
}

function profileOf(world: RehearsedWorld, name: string | undefined): Xml {
  return name && { arn: profileArn(world, name), id: `AIPA${world.stableId(name)}` };
}

function mappingOf(world: RehearsedWorld, volume: Volume): Xml {
  const attachment = volume.attachment;
  return {
    deviceName: attachment?.device,
    ebs: {
      volumeId: volume.id,
      status: attachment?.state,
      attachTime: attachment && world.ground.time.stamp(attachment.attachedAt),
      deleteOnTermination: attachment?.isDeletedOnTermination,
    },
  };
}

function interfaceOf(world: RehearsedWorld, each: NetworkInterface): Xml {
  return {
    networkInterfaceId: each.id,
    subnetId: each.subnet.id,
    vpcId: each.subnet.vpc,
    description: each.description,
    ownerId: world.ground.place.account,
    status: "in-use",
    macAddress: each.mac,
    privateIpAddress: each.address,
    groupSet: groupSet(world, each.groups),
    attachment: each.attachment && {
      attachmentId: each.attachment.id,
      deviceIndex: 0,
      status: "attached",
      attachTime: world.ground.time.stamp(each.attachment.attachedAt),
      deleteOnTermination: each.attachment.isDeletedOnTermination,
    },
  };
}

export function metadataOptions({ metadata }: Instance): Xml {
  const { tokens, hopLimit } = metadata;
  return { state: "applied", httpTokens: tokens, httpPutResponseHopLimit: hopLimit, httpEndpoint: "enabled" };
}

/** What a terminated instance no longer has. */
function placeInNetwork(world: RehearsedWorld, instance: Instance): { [name: string]: Xml } {
  if (instance.state === "terminated") return { groupSet: [], blockDeviceMapping: [], networkInterfaceSet: [] };
  return {
    privateIpAddress: instance.address,
    privateDnsName: instance.hostname,
    subnetId: instance.launch.subnet.id,
    vpcId: instance.launch.subnet.vpc,
    groupSet: groupSet(world, instance.groups),
    blockDeviceMapping: world.volumes.of(instance.id).map((volume) => mappingOf(world, volume)),
    networkInterfaceSet: world.network.of(instance.id).map((each) => interfaceOf(world, each)),
  };
}

/** An instance as `DescribeInstances` and `RunInstances` show it. */
export function describeInstance(world: RehearsedWorld, instance: Instance): Xml {
  const { launch, stateReason, endedAt } = instance;
  const ended = endedAt === undefined ? "" : `User initiated (${world.ground.time.stamp(endedAt)})`;
  return {
    instanceId: instance.id,
    imageId: launch.image,
    instanceState: stateOf(instance.state),
    reason: stateReason?.code === "Client.UserInitiatedShutdown" ? ended : "",
    amiLaunchIndex: instance.index,
    instanceType: launch.type,
    launchTime: world.ground.time.stamp(instance.bornAt),
    placement: { availabilityZone: launch.subnet.zone, tenancy: "default" },
    monitoring: { state: "disabled" },
    architecture: "x86_64",
    rootDeviceType: "ebs",
    rootDeviceName: rootDevice,
    virtualizationType: "hvm",
    hypervisor: "xen",
    ebsOptimized: false,
    enaSupport: true,
    sourceDestCheck: true,
    clientToken: launch.clientToken ?? "",
    instanceLifecycle: launch.market === "spot" ? "spot" : undefined,
    iamInstanceProfile: profileOf(world, launch.profile),
    metadataOptions: metadataOptions(instance),
    stateReason,
    ...placeInNetwork(world, instance),
    tagSet: tagSet(instance.tags),
  };
}
