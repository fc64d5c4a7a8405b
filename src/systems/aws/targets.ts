import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { Instance, NetworkInterface, SecurityGroup, Volume } from "@aws-sdk/client-ec2";
import type { Target } from "../../model/resource.ts";
import { isManaged, type RawTags, tagMap, tagNames } from "./tags.ts";

interface Thing {
  readonly kind: string;
  readonly id: string | undefined;
  readonly names?: readonly (string | undefined)[];
  readonly tags: RawTags;
  readonly attached?: readonly (string | undefined)[];
}

function target({ kind, id, names = [], tags, attached = [] }: Thing): Target {
  const map = tagMap(tags);
  const all = [map[tagNames.name], ...names].filter(isText);
  return {
    system: "aws",
    kind,
    id: id ?? "unknown",
    names: [...new Set(all)],
    tags: map,
    attached: [...new Set(attached.filter(isText))],
    isManaged: isManaged(map),
  };
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

/** `ip-10-20-1-10.ec2.internal` -> `ip-10-20-1-10` */
export function shortName(hostName: string | undefined): string | undefined {
  return hostName?.split(".")[0];
}

/** Every name and address that an instance answers to. */
function namesOfInstance(instance: Instance): readonly string[] {
  const { PrivateDnsName, PrivateIpAddress, PublicDnsName, PublicIpAddress } = instance;
  const hostNames = [PrivateDnsName, shortName(PrivateDnsName), PublicDnsName];
  const name = tagMap(instance.Tags)[tagNames.name];
  return [name, ...hostNames, PrivateIpAddress, PublicIpAddress].filter(isText);
}

export function instanceTarget(instance: Instance): Target {
  const disks = (instance.BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.VolumeId);
  const faces = (instance.NetworkInterfaces ?? []).map(({ NetworkInterfaceId }) => NetworkInterfaceId);
  return target({
    kind: "instance",
    id: instance.InstanceId,
    names: namesOfInstance(instance),
    tags: instance.Tags,
    attached: [...disks, ...faces],
  });
}

export function volumeTarget({ VolumeId: id, Tags: tags, Attachments = [] }: Volume): Target {
  return target({ kind: "volume", id, tags, attached: Attachments.map(({ InstanceId }) => InstanceId) });
}

export function networkInterfaceTarget(face: NetworkInterface): Target {
  return target({
    kind: "network-interface",
    id: face.NetworkInterfaceId,
    names: [face.PrivateIpAddress, face.PrivateDnsName],
    tags: face.TagSet,
    attached: [face.Attachment?.InstanceId],
  });
}

/** With every id, name and tag of these other things, and of what is attached to them in turn. */
export function withAttached(own: Target, others: readonly Target[]): Target {
  const handles = others.flatMap(({ id, names, attached }) => [id, ...names, ...attached]);
  return {
    ...own,
    attached: [...new Set([...own.attached, ...handles])],
    tagsOfAttached: others.flatMap(({ tags, tagsOfAttached = [] }) => [tags, ...tagsOfAttached]),
  };
}

export function securityGroupTarget({ GroupId: id, GroupName, Tags: tags }: SecurityGroup): Target {
  return target({ kind: "security-group", id, names: [GroupName], tags });
}

export function launchTemplateTarget(id: string, name: string, tags: RawTags): Target {
  return target({ kind: "launch-template", id, names: [name], tags });
}

export function scalingGroupTarget(group: AutoScalingGroup): Target {
  const members = (group.Instances ?? []).map(({ InstanceId }) => InstanceId);
  const { AutoScalingGroupName: id, Tags: tags } = group;
  return target({ kind: "auto-scaling-group", id, names: [id], tags, attached: members });
}
