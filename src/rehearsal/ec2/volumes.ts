import { tagsByType } from "../model/tags.ts";
import type { Volume, VolumeAttachment } from "../model/volumes.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { describe, type OwnFilters, tagSet } from "./describe.ts";

function attachmentOf(world: RehearsedWorld, volume: Volume, attachment: VolumeAttachment): { [name: string]: Xml } {
  return {
    volumeId: volume.id,
    instanceId: attachment.instance,
    device: attachment.device,
    status: attachment.state,
    attachTime: world.ground.time.stamp(attachment.attachedAt),
    deleteOnTermination: attachment.isDeletedOnTermination,
  };
}

function describeVolume(world: RehearsedWorld, volume: Volume): { [name: string]: Xml } {
  return {
    volumeId: volume.id,
    size: volume.sizeGiB,
    availabilityZone: volume.zone,
    status: volume.state,
    createTime: world.ground.time.stamp(volume.bornAt),
    volumeType: volume.type,
    encrypted: volume.isEncrypted,
    iops: volume.iops,
    multiAttachEnabled: false,
    attachmentSet: volume.attachment ? [attachmentOf(world, volume, volume.attachment)] : [],
    tagSet: tagSet(volume.tags),
  };
}

function ownFilters(volume: Volume): OwnFilters {
  return {
    "volume-id": [volume.id],
    "availability-zone": [volume.zone],
    status: [volume.state],
    "volume-type": [volume.type],
    size: [String(volume.sizeGiB)],
    encrypted: [String(volume.isEncrypted)],
    "attachment.instance-id": [volume.attachment?.instance],
    "attachment.device": [volume.attachment?.device],
    "attachment.status": [volume.attachment?.state],
  };
}

const createVolume: Operation = (parameters, world) => {
  const id = world.tokens.once(parameters, () => {
    const zone = parameters.required("AvailabilityZone");
    if (!world.ground.place.subnets.some((subnet) => subnet.zone === zone))
      throw new AwsError("InvalidZone.NotFound", `The zone '${zone}' does not exist.`);
    const sizeGiB = parameters.number("Size");
    if (sizeGiB === undefined)
      throw new AwsError("MissingParameter", "The request must contain the parameter size/snapshot");
    if (sizeGiB < 1) throw new AwsError("InvalidParameterValue", "Volume of 0GiB is too small.");
    return world.volumes.create({
      zone,
      sizeGiB,
      type: parameters.text("VolumeType") ?? "gp2",
      isEncrypted: parameters.flag("Encrypted") ?? false,
      iops: parameters.number("Iops"),
      tags: tagsByType(parameters).get("volume") ?? new Map(),
    }).id;
  });
  const volume = world.volumes.shelf.get(id);
  if (volume) return describeVolume(world, volume);
  throw new AwsError("InvalidVolume.NotFound", `The volume '${id}' does not exist`);
};

const describeVolumes: Operation = (parameters, world) => {
  const ids = parameters.texts("VolumeId");
  const page = describe(() => world.volumes.shelf.select(ids), parameters, ids.length > 0, ownFilters);
  return { volumeSet: page.items.map((volume) => describeVolume(world, volume)), nextToken: page.nextToken };
};

const attachVolume: Operation = (parameters, world) => {
  const device = parameters.required("Device");
  const volume = world.volumes.shelf.seek(parameters.required("VolumeId"));
  const instance = world.instances.shelf.seek(parameters.required("InstanceId"));
  if (instance.state !== "running") throw new AwsError("IncorrectState", `Instance '${instance.id}' is not 'running'.`);
  if (instance.launch.subnet.zone !== volume.zone)
    throw new AwsError(
      "InvalidVolume.ZoneMismatch",
      `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`,
    );
  if (world.volumes.of(instance.id).some((other) => other.attachment?.device === device))
    throw new AwsError(
      "InvalidParameterValue",
      `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`,
    );
  return attachmentOf(world, volume, world.volumes.attach(volume, instance.id, device));
};

const detachVolume: Operation = (parameters, world) => {
  const volume = world.volumes.shelf.seek(parameters.required("VolumeId"));
  return attachmentOf(world, volume, world.volumes.detach(volume));
};

const deleteVolume: Operation = (parameters, world) => {
  world.volumes.delete(world.volumes.shelf.seek(parameters.required("VolumeId")));
  return { return: true };
};

export const volumeOperations: Operations = {
  CreateVolume: createVolume,
  DescribeVolumes: describeVolumes,
  AttachVolume: attachVolume,
  DetachVolume: detachVolume,
  DeleteVolume: deleteVolume,
};
