import type { Instance } from "@aws-sdk/client-ec2";
import type { InstancesFields } from "../../../model/aws-kinds.ts";
import type { AwsEnvironment } from "../../../model/environment.ts";
import type { Fields, Json } from "../../../model/json.ts";
import type { Change, Difference, Draft } from "../../../model/plan.ts";
import { keyOf, type Observed, type Resource } from "../../../model/resource.ts";
import { letGo } from "../act.ts";
import { instances as describe, liveStates } from "../describe.ts";
import { alteration, creation, deletion, nothing, observedOf, only } from "../difference.ts";
import { changedText, differing, fieldsOf, pick } from "../fields.ts";
import { issued } from "../guard.ts";
import { type HostFields, hostFields, hostName, isOf, nameTagOf, volumesById } from "../host.ts";
import type { Kind, Tools } from "../kind.ts";
import { hostShape, launch, rootDeviceOf } from "../launch.ts";
import { tasksEnd } from "../listed.ts";
import { belongingTags, isManaged, tagMap, tagNames } from "../tags.ts";
import { instanceTarget } from "../targets.ts";
import { encodedUserData } from "../user-data.ts";
import { terminated } from "../wait.ts";
import { otherVersions } from "./other-versions.ts";
import { groupIds } from "./security-group.ts";

/** A host of a fleet as it should be; `userData` is the digest of its text. */
export type FleetWish = Omit<InstancesFields, "userData"> & { readonly userData: string };

/** N equal hosts of one zone that do not scale. What is missing is added; nothing is taken away by itself. */
export const instances: Kind = {
  kind: "instances",

  async observe(resources, look) {
    const seen = (await look.instances()).filter(({ Tags }) => isManaged(tagMap(Tags)));
    const volumes = volumesById(await look.volumes());
    return resources.flatMap((resource) => {
      const hosts = seen.filter(({ Tags }) => isOf(resource, Tags));
      return observeFleet(resource, hosts, (host) => hostFields(host, volumes));
    });
  },

  diff: (resource, observed, environment) => difference(resource, observedOf(resource, observed), environment),

  apply: (change, tools) => (change.action === "delete" ? terminateAll(change, tools) : addMissing(change, tools)),
};

export function fleetWish(desired: Json, name: string): FleetWish {
  const fields = fieldsOf(desired, `instances ${name}`);
  return {
    count: fields.number("count"),
    image: fields.text("image"),
    type: fields.text("type"),
    zone: fields.text("zone"),
    subnet: fields.text("subnet"),
    groups: fields.texts("groups"),
    profile: fields.text("profile"),
    rootGiB: fields.number("rootGiB"),
    userData: fields.document("userData"),
    mesosVersion: fields.text("mesosVersion"),
    metadataTokens: "required",
  };
}

function observeFleet(resource: Resource, hosts: readonly Instance[], definition: (host: Instance) => HostFields) {
  if (hosts.length === 0) return [];
  const members = hosts
    .map((host) => ({
      id: host.InstanceId ?? "",
      host: hostName(host),
      nameTag: nameTagOf(host.Tags),
      ...definition(host),
    }))
    .sort((one, other) => one.id.localeCompare(other.id));
  const fields: Fields = { count: hosts.length, ...commonFields(members), hosts: members };
  return [{ system: "aws", kind: "instances", name: resource.name, fields, targets: hosts.map(instanceTarget) }];
}

/** The value that all have, or all values when they differ. */
function commonFields(members: readonly HostFields[]): Fields {
  const [first] = members;
  if (!first) return {};
  const { image, type, zone, subnet, groups, profile, rootGiB, userData, mesosVersion, metadataTokens } = first;
  const own: Fields = { image, type, zone, subnet, groups, profile, rootGiB, userData, mesosVersion, metadataTokens };
  const isEqual = (name: string) => members.every((member) => differing(member, pick(own, [name])).length === 0);
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, isEqual(name) ? value : "various"]));
}

function difference(resource: Resource, found: Observed | undefined, environment: AwsEnvironment): Difference {
  if (resource.desired === null) return found ? only(removal(resource, found)) : nothing;
  const wish = fleetWish(resource.desired, resource.name);
  if (!found) return only(creation(resource, wish, `the recipe wants ${wish.count} in ${wish.zone}, none is there`));
  const drafts = [...missingHosts(resource, found, wish), ...otherVersions(resource, found, wish, environment)];
  return { drafts, notes: hostNotes(resource, found, wish, drafts) };
}

function countOf({ fields }: Observed): number {
  return typeof fields.count === "number" ? fields.count : 0;
}

/** Only the count moves: hosts of another definition stay, whatever the new ones are. */
function missingHosts(resource: Resource, found: Observed, wish: FleetWish): readonly Draft[] {
  const count = countOf(found);
  if (count >= wish.count) return [];
  const because = `the recipe wants ${wish.count} in ${wish.zone}, ${count} ${count === 1 ? "is" : "are"} there`;
  const draft = alteration(resource, "update", found, wish, { risk: "safe", because });
  return [{ ...draft, before: { ...wish, count } }];
}

function hostNotes(resource: Resource, found: Observed, wish: FleetWish, drafts: readonly Draft[]): readonly string[] {
  const surplus = countOf(found) - wish.count;
  const tooMany = `${keyOf(resource)}: ${surplus} more than the recipe's ${wish.count}; none is taken away by itself: drain the one that may go, then terminate it by hand`;
  const { count: _, ...definition } = wish;
  const after = { ...definition, nameTag: resource.name };
  const hosts = fieldsOf(found.fields, keyOf(resource)).list("hosts");
  const outdated = hosts.flatMap((host) => {
    const changed = differing(host.all, after);
    const isReplaced = drafts.some(({ action, name }) => action === "replace" && name === host.text("id"));
    if (changed.length === 0 || isReplaced) return [];
    const what = changedText(host.all, after, changed);
    return [
      `${host.text("host")} (${host.text("id")}): ${what}; to replace it: MesosFixed.replace!("${resource.stack}", "${host.text("id")}")`,
    ];
  });
  return [...(surplus > 0 ? [tooMany] : []), ...outdated];
}

function removal(resource: Resource, found: Observed): Draft {
  const hosts = fieldsOf(found.fields, keyOf(resource)).list("hosts");
  return deletion(resource, found, {
    because: "the stack is let go of",
    interrupts: tasksEnd(hosts.map((host) => host.text("host"))),
  });
}

/** What it takes to launch hosts of a fleet, besides their number. */
export async function fleetInput(wish: FleetWish, tools: Tools) {
  const userData = encodedUserData(tools.effects.document(wish.userData));
  return {
    ...hostShape(wish, await rootDeviceOf(wish.image, tools), userData),
    SubnetId: wish.subnet,
    SecurityGroupIds: [...(await groupIds(wish.groups, tools))],
  };
}

export function fleetTags(fleet: Pick<Change, "kind" | "name" | "stack" | "role">, wish: FleetWish, tools: Tools) {
  return {
    ...belongingTags(tools.environment, fleet),
    [tagNames.mesosVersion]: wish.mesosVersion,
    [tagNames.userData]: wish.userData,
  };
}

/** All that are missing in one call; then their number is counted by tag, which is the truth. */
async function addMissing(change: Change, tools: Tools): Promise<void> {
  const wish = fleetWish(change.after ?? null, change.name);
  const were = typeof change.before?.count === "number" ? change.before.count : 0;
  const input = await fleetInput(wish, tools);
  await launch({ count: wish.count - were, tags: fleetTags(change, wish, tools), input }, tools);
  const ec2 = await tools.account.ec2();
  await tools.effects.wait(`${wish.count} hosts of ${change.name} are there`, 300, async () => {
    const tag = { "tag:mesos-console:resource": [keyOf(change)], "instance-state-name": liveStates };
    return (await describe(ec2, tag)).length >= wish.count || undefined;
  });
}

/** EC2 advises to terminate not more than some hundred at once. */
const mostAtOnce = 200;

async function terminateAll({ targets }: Change, tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  const ids = targets.filter((target) => target.isManaged).map(({ id }) => id);
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    const InstanceIds = ids.slice(from, from + mostAtOnce);
    const name = from === 0 ? "terminate" : `terminate-${1 + from / mostAtOnce}`;
    await letGo({ name, send: (permit) => ec2.terminateInstances(issued(permit, { InstanceIds })) }, tools);
  }
  await terminated(ids, tools);
}
