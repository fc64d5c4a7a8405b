import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { Instance } from "@aws-sdk/client-ec2";
import type { Difference } from "../../../model/plan.ts";
import type { Observed, Resource, Target } from "../../../model/resource.ts";
import { alteration, creation, deletion, nothing, observedOf, only } from "../difference.ts";
import { changedText, differing, fieldsOf } from "../fields.ts";
import type { Kind } from "../kind.ts";
import { tasksEnd } from "../listed.ts";
import type { Look } from "../look.ts";
import { instanceTarget, scalingGroupTarget } from "../targets.ts";
import { applyGroup } from "./auto-scaling-group-apply.ts";
import { type GroupShape, groupShape, groupWish } from "./auto-scaling-group-wish.ts";

/** An Auto Scaling group. How many it runs now belongs to whoever scales it: neither drift nor fingerprint. */
export const autoScalingGroup: Kind = {
  kind: "auto-scaling-group",

  async observe(resources, look) {
    const seen = await look.scalingGroups();
    const own = resources.flatMap((resource) => {
      const group = seen.find(({ AutoScalingGroupName }) => AutoScalingGroupName === resource.name);
      return group ? [{ resource, group }] : [];
    });
    return Promise.all(own.map(({ resource, group }) => observeOne(resource, group, look)));
  },

  diff: (resource, observed) => difference(resource, observedOf(resource, observed)),

  apply: applyGroup,
};

async function observeOne({ name }: Resource, group: AutoScalingGroup, look: Look): Promise<Observed> {
  const policy = group.MixedInstancesPolicy;
  const pinned = group.LaunchTemplate ?? policy?.LaunchTemplate?.LaunchTemplateSpecification;
  const version = await versionOf(pinned?.LaunchTemplateId, pinned?.Version, look);
  const fields = {
    template: pinned?.LaunchTemplateName ?? pinned?.LaunchTemplateId ?? "",
    templateDefinition: version?.VersionDescription ?? `version ${pinned?.Version ?? "unknown"}`,
    min: group.MinSize ?? -1,
    max: group.MaxSize ?? -1,
    subnets: (group.VPCZoneIdentifier ?? "").split(",").sort(),
    market: marketOf(group),
    instanceTypes: overrideTypes(group) ?? [version?.LaunchTemplateData?.InstanceType ?? ""],
    desired: group.DesiredCapacity ?? 0,
    suspended: (group.SuspendedProcesses ?? []).map(({ ProcessName = "" }) => ProcessName).sort(),
  };
  const members = membersOf(group, await look.instances());
  const targets = [scalingGroupTarget(group), ...members.map(instanceTarget)];
  const subnetOf = Object.fromEntries(members.map(({ InstanceId = "", SubnetId = "" }) => [InstanceId, SubnetId]));
  return { system: "aws", kind: "auto-scaling-group", name, fields: { ...fields, subnetOf }, targets };
}

function membersOf({ Instances = [] }: AutoScalingGroup, hosts: readonly Instance[]): readonly Instance[] {
  const ids = new Set(Instances.map(({ InstanceId }) => InstanceId));
  return hosts.filter(({ InstanceId }) => ids.has(InstanceId));
}

/** `$Latest` and `$Default` are no version: a group that follows them is drift. */
export async function versionOf(templateId: string | undefined, version: string | undefined, look: Look) {
  if (templateId === undefined || version === undefined) return undefined;
  const versions = await look.templateVersions(templateId);
  return versions.find(({ VersionNumber }) => String(VersionNumber) === version);
}

function overrideTypes({ MixedInstancesPolicy: policy }: AutoScalingGroup): string[] | undefined {
  return policy?.LaunchTemplate?.Overrides?.map(({ InstanceType = "" }) => InstanceType).sort();
}

/** `spot` only when it is all of it; anything between is told as it is. */
function marketOf({ MixedInstancesPolicy: policy, CapacityRebalance }: AutoScalingGroup): string {
  if (!policy) return "on-demand";
  const {
    OnDemandBaseCapacity = 0,
    OnDemandPercentageAboveBaseCapacity = 100,
    SpotAllocationStrategy = "lowest-price",
  } = policy.InstancesDistribution ?? {};
  const isAllSpot = OnDemandBaseCapacity === 0 && OnDemandPercentageAboveBaseCapacity === 0;
  if (isAllSpot && SpotAllocationStrategy === "price-capacity-optimized" && CapacityRebalance) return "spot";
  const onDemand = `${OnDemandBaseCapacity} + ${OnDemandPercentageAboveBaseCapacity} % on-demand`;
  return `${onDemand}, ${SpotAllocationStrategy}, ${CapacityRebalance ? "rebalanced" : "not rebalanced"}`;
}

function difference(resource: Resource, found: Observed | undefined): Difference {
  if (resource.desired === null) return found ? only(removal(resource, found)) : nothing;
  const wish = groupWish(resource.desired, resource.name);
  if (!found) return only(creation(resource, wish, `agents that scale between ${wish.min} and ${wish.max}`));
  const after = withinCapacity(groupShape(resource.desired, resource.name), found);
  const changed = differing(found.fields, after);
  const notes = [...boundNotes(resource, wish, found), ...suspensionNotes(resource, found)];
  if (changed.length === 0) return { drafts: [], notes };
  const because = `the group is not as the recipe says: ${changedText(found.fields, after, changed)}; how many run stays as it is`;
  const leaving = membersLeaving(found, after);
  const targets = [...groupsOf(found), ...leaving];
  const words = { ...riskOf(leaving), because };
  return { drafts: [alteration(resource, "update", { ...found, targets }, after, words)], notes };
}

function groupsOf({ targets }: Observed): readonly Target[] {
  return targets.filter(({ kind }) => kind === "auto-scaling-group");
}

/** AWS moves the capacity out of a subnet that is taken from the group, and ends the members there. */
function membersLeaving({ fields, name, targets }: Observed, { subnets }: GroupShape): readonly Target[] {
  const subnetOf = fieldsOf(fields, `auto-scaling-group ${name}`).group("subnetOf").all;
  const stays = new Set<unknown>(subnets);
  return targets.filter(({ kind, id }) => kind === "instance" && !stays.has(subnetOf[id]));
}

function riskOf(leaving: readonly Target[]) {
  if (leaving.length === 0) return { risk: "safe" } as const;
  const hosts = leaving.map(({ id, names }) => names.find((name) => name.startsWith("ip-")) ?? id);
  const interrupts = `${tasksEnd(hosts)}: AWS ends what runs in a subnet that the group does not have any more`;
  return { risk: "disruptive", interrupts } as const;
}

function capacityOf({ fields }: Observed): number {
  return typeof fields.desired === "number" ? fields.desired : 0;
}

/** A bound beyond the present capacity would scale a running cluster, which a recipe never does. */
function withinCapacity(wish: GroupShape, found: Observed): GroupShape {
  const capacity = capacityOf(found);
  return { ...wish, min: Math.min(wish.min, capacity), max: Math.max(wish.max, capacity) };
}

function boundNotes({ name }: Resource, { min, max }: GroupShape, found: Observed): readonly string[] {
  const capacity = capacityOf(found);
  const how = "scale it first, then create! again";
  if (capacity > max)
    return [`${name}: ${capacity} agents are wanted now; the recipe's maximum of ${max} waits: ${how}`];
  if (capacity < min)
    return [`${name}: ${capacity} agents are wanted now; the recipe's minimum of ${min} waits: ${how}`];
  return [];
}

function suspensionNotes({ name }: Resource, { fields }: Observed): readonly string[] {
  const suspended = Array.isArray(fields.suspended) ? fields.suspended : [];
  if (suspended.length === 0) return [];
  return [
    `${name}: suspended: ${suspended.join(", ")}; a replacement under way or somebody's hand; look before it is resumed`,
  ];
}

function removal(resource: Resource, found: Observed) {
  const targets = groupsOf(found);
  const members = targets.flatMap(({ attached }) => attached);
  return deletion(
    resource,
    { ...found, targets },
    {
      because: "the stack is let go of",
      ...(members.length > 0 && { interrupts: tasksEnd(members) }),
    },
  );
}
