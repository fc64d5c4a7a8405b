import type { Instance } from "@aws-sdk/client-ec2";
import type { Difference } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import { alteration, creation, deletion, nothing, observedOf, only } from "../difference.ts";
import { changedText, differing } from "../fields.ts";
import { hostFields, isOf, nameTagOf, volumesById } from "../host.ts";
import type { Kind } from "../kind.ts";
import type { Look } from "../look.ts";
import { instanceTarget } from "../targets.ts";
import { applyMaster } from "./instance-apply.ts";
import { type MasterWish, masterWish } from "./instance-wish.ts";

/** One named host with a kept interface and a kept volume: a master. */
export const instance: Kind = {
  kind: "instance",

  async observe(resources, look) {
    const seen = await look.instances();
    const own = resources.flatMap((resource) => {
      const first = seen.find(({ Tags }) => isOf(resource, Tags));
      return first ? [{ resource, first }] : [];
    });
    return Promise.all(own.map(({ resource, first }) => observeOne(resource, first, look)));
  },

  diff: (resource, observed) => difference(resource, observedOf(resource, observed)),

  apply: applyMaster,
};

async function observeOne(resource: Resource, seen: Instance, look: Look): Promise<Observed> {
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
  };
  return { system: "aws", kind: "instance", name: resource.name, fields, targets: [instanceTarget(seen)] };
}

/** The names of the interface and the volume that it has; a volume that is not the cluster's is told by its id. */
async function keptParts(seen: Instance, look: Look) {
  const face = seen.NetworkInterfaces?.find(({ Attachment }) => Attachment?.DeviceIndex === 0)?.NetworkInterfaceId;
  const faces = await look.networkInterfaces();
  const data = (seen.BlockDeviceMappings ?? []).find(({ DeviceName }) => DeviceName !== seen.RootDeviceName);
  const volumes = await look.volumes();
  const faceTags = faces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === face)?.TagSet;
  const volumeTags = volumes.find(({ VolumeId }) => VolumeId === data?.Ebs?.VolumeId)?.Tags;
  return {
    networkInterface: nameTagOf(faceTags) || (face ?? ""),
    volume: nameTagOf(volumeTags) || (data?.Ebs?.VolumeId ?? ""),
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
  if (resource.desired === null) return found ? only(removal(resource, found)) : nothing;
  const wish = masterWish(resource.desired, resource.name);
  if (!found) return only(creation(resource, wish, "a master of the stack is missing"));
  const after = { ...wish, nameTag: resource.name };
  const changed = differing(found.fields, after);
  if (changed.length === 0) return nothing;
  const what = changedText(found.fields, after, changed);
  if (changed.some((name) => bornWith.has(name))) return only(replacement(resource, found, after, what));
  const because = `changed by hand, to be put back: ${what}`;
  return only(alteration(resource, "update", found, after, { risk: "safe", because }));
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
