import type { Instance, Volume } from "@aws-sdk/client-ec2";
import { keyOf } from "../../model/resource.ts";
import { isManaged, type RawTags, tagMap, tagNames } from "./tags.ts";

/** What an instance was made from, as it is now: the fields that all hosts share. */
export type HostFields = {
  readonly image: string;
  readonly type: string;
  readonly zone: string;
  readonly subnet: string;
  readonly groups: readonly string[];
  readonly profile: string;
  /** -1: its root volume was not seen. */
  readonly rootGiB: number;
  /** Empty: its tag is missing. */
  readonly userData: string;
  /** Empty: its tag is missing. */
  readonly mesosVersion: string;
  readonly metadataTokens: string;
};

export function hostFields(instance: Instance, volumes: ReadonlyMap<string, Volume>): HostFields {
  const tags = tagMap(instance.Tags);
  return {
    image: instance.ImageId ?? "",
    type: instance.InstanceType ?? "",
    zone: instance.Placement?.AvailabilityZone ?? "",
    subnet: instance.SubnetId ?? "",
    groups: (instance.SecurityGroups ?? []).map(({ GroupName = "" }) => GroupName).sort(),
    profile: profileName(instance.IamInstanceProfile?.Arn),
    rootGiB: rootVolume(instance, volumes)?.Size ?? -1,
    userData: tags[tagNames.userData] ?? "",
    mesosVersion: tags[tagNames.mesosVersion] ?? "",
    metadataTokens: instance.MetadataOptions?.HttpTokens ?? "optional",
  };
}

export function volumesById(volumes: readonly Volume[]): ReadonlyMap<string, Volume> {
  return new Map(volumes.map((volume) => [volume.VolumeId ?? "", volume]));
}

function rootVolume(instance: Instance, volumes: ReadonlyMap<string, Volume>): Volume | undefined {
  const root = instance.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === instance.RootDeviceName);
  return volumes.get(root?.Ebs?.VolumeId ?? "");
}

/** `arn:aws:iam::123456789012:instance-profile/path/name` -> `name` */
function profileName(arn = ""): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** Its private DNS name, which is also its agent's name in Mesos. */
export function hostName({ PrivateDnsName, InstanceId = "" }: Instance): string {
  return PrivateDnsName || InstanceId;
}

/**
 * Whether a thing was made as that resource: by the console's own tag, or by its Name where only that tag is missing.
 * A Name that was changed by hand does not hide a thing, which would be made a second time otherwise; and a thing of
 * somebody else's is not taken for ours because of its Name.
 */
export function isOf(resource: { readonly kind: string; readonly name: string }, raw: RawTags): boolean {
  const tags = tagMap(raw);
  const made = tags[tagNames.resource];
  return made === undefined ? isManaged(tags) && tags[tagNames.name] === resource.name : made === keyOf(resource);
}

/** The name of the resource that a thing was made as, whatever its Name has become; empty where no tag tells it. */
export function madeAs(kind: string, raw: RawTags): string {
  const made = tagMap(raw)[tagNames.resource];
  return made?.startsWith(`${kind}/`) ? made.slice(kind.length + 1) : nameTagOf(raw);
}

export function nameTagOf(raw: RawTags): string {
  return tagMap(raw)[tagNames.name] ?? "";
}
