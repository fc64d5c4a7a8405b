import type { Instance, NetworkInterface } from "@aws-sdk/client-ec2";
import type { Fields } from "../../../model/json.ts";
import type { Difference, Draft } from "../../../model/plan.ts";
import { keyOf, type Observed, type Resource } from "../../../model/resource.ts";
import { alteration, creation, deletion, nothing, observedOf, only } from "../difference.ts";
import { changedText, differing, pick } from "../fields.ts";
import { hostFields, isOf, madeAs, nameTagOf, volumesById } from "../host.ts";
import { namesakes } from "../kept.ts";
import type { Kind } from "../kind.ts";
import type { Look } from "../look.ts";
import { tagMap, tagNames } from "../tags.ts";
import { instanceTarget } from "../targets.ts";
import { applyMaster } from "./instance-apply.ts";
import { type MasterWish, masterWish } from "./instance-wish.ts";

/** One named host with a kept interface and a kept volume: a master. */
export const instance: Kind = {
  kind: "instance",

  async observe(resources, look) {
    const seen = await look.instances();
    const kept = new Set((await look.networkInterfaces()).filter(isKept).map(({ NetworkInterfaceId: id }) => id));
    const looks = resources.map(async (resource) => {
      const alike = seen.filter(({ Tags }) => isOf(resource, Tags));
      const [first, ...others] = alike.sort(
        (one, other) => Number(hasOneOf(kept, other)) - Number(hasOneOf(kept, one)),
      );
      return first ? [await observeOne(resource, first, others, look)] : [];
    });
    return (await Promise.all(looks)).flat();
  },

  diff: (resource, observed) => difference(resource, observedOf(resource, observed)),

  apply: applyMaster,
};

function isKept({ TagSet }: NetworkInterface): boolean {
  return tagMap(TagSet)[tagNames.resource]?.startsWith("network-interface/") ?? false;
}

/** Of several with the same tags the master is the one that has the kept address. */
function hasOneOf(kept: ReadonlySet<string | undefined>, { NetworkInterfaces = [] }: Instance): boolean {
  return NetworkInterfaces.some(({ NetworkInterfaceId }) => kept.has(NetworkInterfaceId));
}

async function observeOne(
  resource: Resource,
  seen: Instance,
  others: readonly Instance[],
  look: Look,
): Promise<Observed> {
  const volumes = await look.volumes();
  const { image, type, zone, profile, rootGiB, userData, mesosVersion, metadataTokens } = hostFields(
    seen,
    volumesById(volumes),
  );
  const fields = {
    ...{ image, type, zone, profile, rootGiB, userData, mesosVersion, metadataTokens },
    ...(await keptParts(seen, look)),
    hasTerminationProtection: await isProtected(seen, look),
    nameTag: nameTagOf(seen.Tags),
    others: others.map(({ InstanceId = "" }) => InstanceId),
  };
  return { system: "aws", kind: "instance", name: resource.name, fields, targets: [instanceTarget(seen)] };
}

/** What the interface and the volume that it has were made as. A volume of which no tag tells it goes by its id. */
async function keptParts(seen: Instance, look: Look) {
  const face = seen.NetworkInterfaces?.find(({ Attachment }) => Attachment?.DeviceIndex === 0)?.NetworkInterfaceId;
  const faces = await look.networkInterfaces();
  const data = (seen.BlockDeviceMappings ?? []).find(({ DeviceName }) => DeviceName !== seen.RootDeviceName);
  const volumes = await look.volumes();
  const faceTags = faces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === face)?.TagSet;
  const volumeTags = volumes.find(({ VolumeId }) => VolumeId === data?.Ebs?.VolumeId)?.Tags;
  return {
    networkInterface: madeAs("network-interface", faceTags),
    volume: madeAs("volume", volumeTags) || (data?.Ebs?.VolumeId ?? ""),
    device: data?.DeviceName ?? "",
  };
}

async function isProtected({ InstanceId }: Instance, { account }: Look): Promise<boolean> {
  const ec2 = await account.ec2();
  const seen = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "disableApiTermination" });
  return seen.DisableApiTermination?.Value ?? false;
}

/** What only another instance can have. Everything else is put back in place. */
const bornWith: ReadonlySet<string> = new Set([
  "image",
  "type",
  "zone",
  "networkInterface",
  "profile",
  "rootGiB",
  "userData",
  "mesosVersion",
] satisfies (keyof MasterWish)[]);

function difference(resource: Resource, found: Observed | undefined): Difference {
  if (!found) return resource.desired === null ? nothing : only(made(resource));
  const notes = namesakes(resource, found);
  if (resource.desired === null) return { drafts: [removal(resource, found)], notes };
  const after = { ...masterWish(resource.desired, resource.name), nameTag: resource.name };
  const unseen = differing(found.fields, after).filter((name) => isUnseen(name, found.fields));
  const seen = { ...found, fields: { ...found.fields, ...pick(after, unseen) } };
  const drafts = alterations(resource, seen, after);
  return { drafts, notes: [...notes, ...unseen.map((name) => unseenNote(resource, name, after))] };
}

function made(resource: Resource): Draft {
  return creation(resource, masterWish(resource.desired, resource.name), "a master of the stack is missing");
}

const toldByTag: ReadonlySet<string> = new Set([
  "networkInterface",
  "userData",
  "mesosVersion",
] satisfies (keyof MasterWish)[]);

/** No tag tells it: that is no value that differs. It is taken to be as desired, and told. */
function isUnseen(name: string, fields: Fields): boolean {
  return toldByTag.has(name) && fields[name] === "";
}

function unseenNote(resource: Resource, name: string, after: Fields): string {
  const told = `${keyOf(resource)}: its ${name} is not known, the tag that tells it is missing`;
  return `${told}; nothing is replaced for that: look whether it is ${String(after[name])}, and put the tag back`;
}

function alterations(resource: Resource, found: Observed, after: Fields): readonly Draft[] {
  const changed = differing(found.fields, after);
  if (changed.length === 0) return [];
  const what = changedText(found.fields, after, changed);
  if (changed.some((name) => bornWith.has(name))) return [replacement(resource, found, after, what)];
  const because = `changed by hand, to be put back: ${what}`;
  return [alteration(resource, "update", found, after, { risk: "safe", because })];
}

function replacement(resource: Resource, found: Observed, after: Observed["fields"], what: string) {
  return alteration(resource, "replace", found, after, {
    risk: "disruptive",
    because: `the recipe has ${what}; it takes effect at the first boot only`,
    interrupts:
      "this master is gone until its successor has joined: one vote of ZooKeeper and of the masters is missing meanwhile; address and volume are kept",
  });
}

function removal(resource: Resource, found: Observed) {
  return deletion(resource, found, {
    because: "the stack is let go of",
    interrupts: "a master and its ZooKeeper stop; without a majority the cluster takes no work any more",
  });
}
