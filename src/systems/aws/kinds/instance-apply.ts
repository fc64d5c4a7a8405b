import type { Instance, Volume } from "@aws-sdk/client-ec2";
import { NotDone } from "../../../model/error.ts";
import type { Change } from "../../../model/plan.ts";
import type { Permit } from "../../../model/system.ts";
import { letGo, set } from "../act.ts";
import { instancesById, networkInterfaces, volumes } from "../describe.ts";
import { differing } from "../fields.ts";
import { issued } from "../guard.ts";
import { isOf } from "../host.ts";
import type { Tools } from "../kind.ts";
import { hostShape, launch, rootDeviceOf } from "../launch.ts";
import { belongingTags, clusterOf, tagNames } from "../tags.ts";
import { encodedUserData } from "../user-data.ts";
import { isLive, settlesWithinSeconds, terminated, volumeThat } from "../wait.ts";
import { type MasterWish, masterWish } from "./instance-wish.ts";

/** Creates, mends, replaces or lets go of a master. Its interface and its volume stay. */
export async function applyMaster(change: Change, tools: Tools): Promise<void> {
  if (change.action === "update") return mend(change, tools);
  if (change.action !== "create") await letGoOf(change, tools);
  if (change.action !== "delete") await launchMaster(change, tools);
}

/** The kept things of a master, by id. */
interface Parts {
  readonly face: string;
  readonly volume: string;
}

async function launchMaster(change: Change, tools: Tools): Promise<void> {
  const wish = masterWish(change.after ?? null, change.name);
  const parts = await partsOf(change, wish, tools);
  await partsAreFree(change, parts, tools);
  const restores = change.action === "replace" ? { restores: true as const } : {};
  const input = await launchInput(wish, parts, tools);
  const [id = ""] = await launch({ count: 1, tags: masterTags(change, wish, tools), input, ...restores }, tools);
  await attach(id, parts.volume, wish.device, tools, restores);
  await protect(id, wish, tools, restores);
}

type Restores = { readonly restores?: true };

/** It was asked for with the launch; that it holds is seen, not assumed. */
async function protect(id: string, wish: MasterWish, tools: Tools, restores: Restores = {}): Promise<void> {
  const ec2 = await tools.account.ec2();
  const seen = await ec2.describeInstanceAttribute({ InstanceId: id, Attribute: "disableApiTermination" });
  const { hasTerminationProtection: Value } = wish;
  if (seen.DisableApiTermination?.Value === Value) return;
  const input = { InstanceId: id, DisableApiTermination: { Value } };
  const send = (permit: Permit) => ec2.modifyInstanceAttribute(issued(permit, input));
  await set({ name: "protect", ...restores, send }, tools);
}

function masterTags(change: Change, wish: MasterWish, { environment }: Tools) {
  return {
    ...belongingTags(environment, change),
    [tagNames.mesosVersion]: wish.mesosVersion,
    [tagNames.userData]: wish.userData,
  };
}

async function launchInput(wish: MasterWish, { face, volume }: Parts, tools: Tools) {
  const text = tools.effects.document(wish.userData);
  const userData = encodedUserData(text, { [wish.volume]: volume });
  return {
    ...hostShape(wish, await rootDeviceOf(wish.image, tools), userData),
    NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: face, DeleteOnTermination: false }],
    Placement: { AvailabilityZone: wish.zone },
    DisableApiTermination: wish.hasTerminationProtection,
  };
}

/** By name within the cluster; they were made before, so they are waited for. */
async function partsOf({ stack }: Change, wish: MasterWish, { account, environment, effects }: Tools): Promise<Parts> {
  const ec2 = await account.ec2();
  const ofCluster = { "tag:Cluster": [clusterOf(environment, stack)] };
  return effects.wait(`the interface and the volume of ${wish.networkInterface} are there`, 120, async () => {
    const faces = await networkInterfaces(ec2, ofCluster);
    const disks = await volumes(ec2, ofCluster);
    const isFace = isOf.bind(undefined, { kind: "network-interface", name: wish.networkInterface });
    const isVolume = isOf.bind(undefined, { kind: "volume", name: wish.volume });
    const face = faces.find(({ TagSet }) => isFace(TagSet))?.NetworkInterfaceId;
    const volume = disks.find(({ Tags }) => isVolume(Tags))?.VolumeId;
    return face !== undefined && volume !== undefined ? { face, volume } : undefined;
  });
}

/**
 * Let go of by a former instance; or held by the successor already, when a run is taken up again. EC2 lets go of an
 * interface some time after its instance is terminated; the launch waits for the rest of it.
 */
async function partsAreFree(change: Change, { face, volume }: Parts, tools: Tools): Promise<void> {
  const holder = await tools.effects.wait(`${face} is let go of by others`, settlesWithinSeconds, async () => {
    const seen = await holderOf(face, tools);
    return seen === undefined || isOf(change, seen.Tags) ? { isOurs: seen !== undefined } : undefined;
  });
  if (!holder.isOurs) await volumeThat(volume, "available", ({ State }) => State === "available", tools);
}

/** The live instance that has the interface. */
async function holderOf(face: string, { account }: Tools): Promise<Instance | undefined> {
  const ec2 = await account.ec2();
  const [seen] = await networkInterfaces(ec2, { "network-interface-id": [face] });
  const id = seen?.Attachment?.InstanceId;
  return id === undefined ? undefined : (await instancesById(ec2, [id])).find(isLive);
}

async function attach(
  instance: string,
  volume: string,
  device: string,
  tools: Tools,
  restores: Restores = {},
): Promise<void> {
  const ec2 = await tools.account.ec2();
  const input = { InstanceId: instance, VolumeId: volume, Device: device };
  await set(
    {
      name: "attach-volume",
      ...restores,
      async send(permit) {
        const [seen] = await volumes(ec2, { "volume-id": [volume] });
        if (isAttachedTo(instance, seen)) return;
        await ec2.attachVolume(issued(permit, input));
      },
    },
    tools,
  );
  await volumeThat(volume, "in use", (seen) => seen.State === "in-use" && isAttachedTo(instance, seen), tools);
}

function isAttachedTo(instance: string, volume: Volume | undefined): boolean {
  return (volume?.Attachments ?? []).some(({ InstanceId, State }) => InstanceId === instance && State !== "detaching");
}

/** Lifts the protection, which the engine's guards have judged by now, then terminates, and waits for all to be free. */
async function letGoOf(change: Change, tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  for (const { id } of change.targets) {
    const open = { InstanceId: id, DisableApiTermination: { Value: false } };
    await letGo(
      { name: "lift-protection", send: (permit) => ec2.modifyInstanceAttribute(issued(permit, open)) },
      tools,
    );
    await letGo(
      { name: "terminate", send: (permit) => ec2.terminateInstances(issued(permit, { InstanceIds: [id] })) },
      tools,
    );
    await terminated([id], tools);
  }
}

/** Puts back what was changed by hand: protection, metadata options, Name, volume. */
async function mend(change: Change, tools: Tools): Promise<void> {
  const wish = masterWish(change.after ?? null, change.name);
  const changed = new Set(differing(change.before ?? {}, change.after ?? {}));
  const id = change.targets[0]?.id ?? "";
  const ec2 = await tools.account.ec2();
  await protect(id, wish, tools);
  if (changed.has("metadataTokens")) {
    const input = { InstanceId: id, HttpTokens: wish.metadataTokens, HttpPutResponseHopLimit: 2 };
    const send = (permit: Permit) => ec2.modifyInstanceMetadataOptions(issued(permit, input));
    await set({ name: "metadata-options", send }, tools);
  }
  if (changed.has("nameTag")) {
    const input = { Resources: [id], Tags: [{ Key: tagNames.name, Value: change.name }] };
    await set({ name: "name", send: (permit) => ec2.createTags(issued(permit, input)) }, tools);
  }
  if (changed.has("volume") || changed.has("device")) await attachAgain(change, wish, id, tools);
}

async function attachAgain(change: Change, wish: MasterWish, id: string, tools: Tools): Promise<void> {
  const { volume } = await partsOf(change, wish, tools);
  const [seen] = await volumes(await tools.account.ec2(), { "volume-id": [volume] });
  if (seen?.State === "in-use" && !isAttachedTo(id, seen)) throw inUseElsewhere(volume, seen);
  await attach(id, volume, wish.device, tools);
}

function inUseElsewhere(id: string, { Attachments = [] }: Volume): NotDone {
  const holders = Attachments.map(({ InstanceId }) => InstanceId).join(", ");
  return new NotDone({
    code: "volume-elsewhere",
    reason: "system",
    what: `The volume ${id} is not taken away from ${holders}`,
    why: `it is attached there; within ${settlesWithinSeconds} s it will not come free by itself`,
    next: "find out who attached it there, and detach it by hand",
  });
}
