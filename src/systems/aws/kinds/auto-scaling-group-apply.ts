import type { AutoScaling, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { AutoScalingGroupFields } from "../../../model/aws-kinds.ts";
import { NotDone, OpsError } from "../../../model/error.ts";
import type { Change } from "../../../model/plan.ts";
import type { Permit } from "../../../model/system.ts";
import { create, letGo, set } from "../act.ts";
import { instances, launchTemplates, scalingGroups, templateVersions } from "../describe.ts";
import { issued } from "../guard.ts";
import type { Tools } from "../kind.ts";
import { belongingTags, effectTags, tagMap, tagNames } from "../tags.ts";
import { settlesWithinSeconds } from "../wait.ts";
import { type GroupShape, groupShape, groupWish } from "./auto-scaling-group-wish.ts";

/** Creates, updates or lets go of a group. */
export async function applyGroup(change: Change, tools: Tools): Promise<void> {
  const { action, after = null, name } = change;
  if (action === "create") return make(change, groupWish(after, name), tools);
  return action === "delete" ? remove(change, tools) : update(change, groupShape(after, name), tools);
}

/** What the group launches: the pinned number of the version that has the definition. */
async function launching(wish: GroupShape, tools: Tools) {
  const pinned = await pinnedVersion(wish, tools);
  if (wish.market === "on-demand") return { LaunchTemplate: pinned };
  return {
    CapacityRebalance: true,
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: pinned,
        Overrides: wish.instanceTypes.map((InstanceType) => ({ InstanceType })),
      },
      InstancesDistribution: {
        OnDemandBaseCapacity: 0,
        OnDemandPercentageAboveBaseCapacity: 0,
        SpotAllocationStrategy: "price-capacity-optimized",
      },
    },
  };
}

async function pinnedVersion(wish: GroupShape, { account, effects }: Tools) {
  const ec2 = await account.ec2();
  return effects.wait(
    `the version of ${wish.template} with definition ${wish.templateDefinition} is there`,
    120,
    async () => {
      const [template] = await launchTemplates(ec2, [wish.template]);
      const id = template?.LaunchTemplateId;
      if (id === undefined) return undefined;
      const versions = await templateVersions(ec2, id);
      const own = versions.find(({ VersionDescription }) => VersionDescription === wish.templateDefinition);
      return own ? { LaunchTemplateId: id, Version: String(own.VersionNumber) } : undefined;
    },
  );
}

function bounds({ min, max, subnets }: GroupShape) {
  return { MinSize: min, MaxSize: max, VPCZoneIdentifier: subnets.join(",") };
}

/** The time after its launch in which an instance's health is not judged: Flatcar boots and pulls an image. */
const graceSeconds = 300;

async function make(change: Change, wish: AutoScalingGroupFields, tools: Tools): Promise<void> {
  const autoScaling = await tools.account.autoScaling();
  const template = await launching(wish, tools);
  const send = async (permit: Permit) => {
    const input = {
      AutoScalingGroupName: change.name,
      ...template,
      ...bounds(wish),
      DesiredCapacity: wish.desiredAtCreation,
      HealthCheckType: "EC2",
      HealthCheckGracePeriod: graceSeconds,
      Tags: groupTags(change, permit, tools),
    };
    await autoScaling.createAutoScalingGroup(issued(permit, input));
    return [change.name];
  };
  const find = async ({ token }: Permit) => {
    const seen = await scalingGroups(autoScaling, [change.name]);
    return seen.some(({ Tags }) => tagMap(Tags)[tagNames.token] === token) ? [change.name] : [];
  };
  await create({ name: "create-auto-scaling-group", send, find }, tools);
}

/** What says whose an instance is goes on to the instances; what found the effect stays with the group. */
function groupTags(change: Change, permit: Permit, { environment }: Tools) {
  const toTags = (tags: Readonly<Record<string, string>>, PropagateAtLaunch: boolean) =>
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch }));
  return [...toTags(belongingTags(environment, change), true), ...toTags(effectTags(permit), false)];
}

async function update(change: Change, wish: GroupShape, tools: Tools): Promise<void> {
  const autoScaling = await tools.account.autoScaling();
  const template = await launching(wish, tools);
  const input = { AutoScalingGroupName: change.name, ...template, ...bounds(wish) };
  const send = async (permit: Permit) => {
    mustNotScale(wish, await groupNamed(change.name, autoScaling));
    await autoScaling.updateAutoScalingGroup(issued(permit, input));
  };
  await set({ name: "update-auto-scaling-group", send }, tools);
}

export async function groupNamed(name: string, autoScaling: AutoScaling): Promise<AutoScalingGroup> {
  const [group] = await scalingGroups(autoScaling, [name]);
  if (group) return group;
  throw new OpsError({
    code: "no-group",
    reason: "system",
    what: `The Auto Scaling group ${name} is gone`,
    why: "somebody deleted it since it was observed",
    next: "look again with the recipe, without the bang",
  });
}

/** Somebody scaled it after the plan: AWS would move the capacity into the new bounds. */
function mustNotScale({ min, max }: GroupShape, { DesiredCapacity: desired = 0 }: AutoScalingGroup): void {
  if (desired >= min && desired <= max) return;
  throw new NotDone({
    code: "would-scale",
    reason: "system",
    what: `The bounds ${min} to ${max} would scale the group`,
    why: `it was scaled to ${desired} since it was observed`,
    next: "plan again",
  });
}

/** To nothing first, so that it launches none meanwhile; then the group with what it still has. */
async function remove(change: Change, tools: Tools): Promise<void> {
  const autoScaling = await tools.account.autoScaling();
  const { name } = change;
  const empty = { AutoScalingGroupName: name, MinSize: 0, DesiredCapacity: 0 };
  await letGo(
    {
      name: "scale-to-nothing",
      send: async (permit) => {
        const [group] = await scalingGroups(autoScaling, [name]);
        if (group) await autoScaling.updateAutoScalingGroup(issued(permit, empty));
      },
    },
    tools,
  );
  await letGo(
    {
      name: "delete-auto-scaling-group",
      send: async (permit) => {
        const [group] = await scalingGroups(autoScaling, [name]);
        const input = { AutoScalingGroupName: name, ForceDelete: true };
        if (group && group.Status === undefined) await autoScaling.deleteAutoScalingGroup(issued(permit, input));
      },
    },
    tools,
  );
  await gone(name, autoScaling, tools);
}

async function gone(name: string, autoScaling: AutoScaling, { account, effects }: Tools): Promise<void> {
  const ec2 = await account.ec2();
  await effects.wait(`${name} and its instances are gone`, settlesWithinSeconds, async () => {
    if ((await scalingGroups(autoScaling, [name])).length > 0) return undefined;
    const members = await instances(ec2, { "tag:aws:autoscaling:groupName": [name] });
    return members.every(({ State }) => State?.Name === "terminated") || undefined;
  });
}
