import type { Group, GroupSettings, Member } from "../model/group.ts";
import { validationError } from "../model/group-errors.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import { filtered, tagValues } from "../wire/filters.ts";
import { pageOf } from "../wire/pages.ts";
import type { Shape } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { changedSettings, newSettings, requireWithin } from "./settings.ts";
import { readGroupTags, tagDescriptions } from "./tags.ts";

const largestPage = 100;

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

function shown(shape: Shape): Xml {
  if (typeof shape === "string") return shape;
  if (isList(shape)) return shape.map(shown);
  return Object.fromEntries(Object.entries(shape).map(([name, child]) => [name, shown(child)]));
}

function templateOf({ id, name, version }: GroupSettings["template"]): Xml {
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version: version };
}

/** The policy as it was given, with the template's name and id both told and AWS's defaults filled in. */
function policyOf({ policy, template, onDemand }: GroupSettings): Xml {
  if (policy === undefined) return undefined;
  const launch = policy.structure("LaunchTemplate");
  const distribution = policy.structure("InstancesDistribution").shape();
  return {
    LaunchTemplate: {
      LaunchTemplateSpecification: templateOf(template),
      Overrides: launch.list("Overrides").map((override) => shown(override.shape())),
    },
    InstancesDistribution: {
      OnDemandAllocationStrategy: "prioritized",
      SpotAllocationStrategy: "lowest-price",
      ...Object(shown(distribution)),
      OnDemandBaseCapacity: onDemand.base,
      OnDemandPercentageAboveBaseCapacity: onDemand.percentage,
    },
  };
}

function describeMember({ instance, template, state, isHealthy, isProtectedFromScaleIn }: Member): Xml {
  return {
    InstanceId: instance.id,
    InstanceType: instance.launch.type,
    AvailabilityZone: instance.launch.subnet.zone,
    LifecycleState: state,
    HealthStatus: isHealthy ? "Healthy" : "Unhealthy",
    LaunchTemplate: templateOf(template),
    ProtectedFromScaleIn: isProtectedFromScaleIn,
  };
}

function zonesOf(world: RehearsedWorld, subnets: readonly string[]): readonly string[] {
  return [...new Set(subnets.map((id) => world.network.subnet(id).zone))];
}

function arnOf(world: RehearsedWorld, group: Group): string {
  const { region, account } = world.ground.place;
  const id = world.stableId(group.id).toLowerCase();
  return `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:${id}:autoScalingGroupName/${group.id}`;
}

function describeGroup(world: RehearsedWorld, group: Group): Xml {
  const { settings } = group;
  return {
    AutoScalingGroupName: group.id,
    AutoScalingGroupARN: arnOf(world, group),
    LaunchTemplate: settings.policy ? undefined : templateOf(settings.template),
    MixedInstancesPolicy: policyOf(settings),
    MinSize: settings.min,
    MaxSize: settings.max,
    DesiredCapacity: settings.desired,
    DefaultCooldown: 300,
    AvailabilityZones: zonesOf(world, settings.subnets),
    HealthCheckType: settings.healthCheckType,
    HealthCheckGracePeriod: settings.healthCheckGraceSeconds,
    Instances: group.members.map(describeMember),
    CreatedTime: world.ground.time.stamp(group.bornAt),
    SuspendedProcesses: [...group.suspended].map((name) => ({ ProcessName: name, SuspensionReason: "User suspended" })),
    VPCZoneIdentifier: settings.subnets.join(","),
    Status: group.isDeleting ? "Delete in progress" : undefined,
    Tags: tagDescriptions(group),
    TerminationPolicies: settings.terminationPolicies,
    NewInstancesProtectedFromScaleIn: settings.protectsNewInstances,
    CapacityRebalance: settings.isCapacityRebalanced,
    DefaultInstanceWarmup: settings.warmupSeconds,
  };
}

const createAutoScalingGroup: Operation = (parameters, world) => {
  const name = parameters.required("AutoScalingGroupName");
  if (world.groups.shelf.get(name))
    throw new AwsError(
      "AlreadyExists",
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  world.groups.create(name, newSettings(parameters, world), readGroupTags(parameters));
  return {};
};

const updateAutoScalingGroup: Operation = (parameters, world) => {
  const group = world.groups.seek(parameters.required("AutoScalingGroupName"));
  world.groups.update(group, changedSettings(group.settings, parameters, world));
  return {};
};

const deleteAutoScalingGroup: Operation = (parameters, world) => {
  const group = world.groups.seek(parameters.required("AutoScalingGroupName"));
  if (group.members.length > 0 && parameters.flag("ForceDelete") !== true)
    throw new AwsError(
      "ResourceInUse",
      "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.",
    );
  world.groups.delete(group);
  return {};
};

const describeAutoScalingGroups: Operation = (parameters, world) => {
  const names = parameters.texts("AutoScalingGroupNames");
  const visible = world.groups.shelf.visible();
  const named = names.length > 0 ? visible.filter((group) => names.includes(group.id)) : visible;
  const found = filtered(
    named,
    parameters,
    (group) => (name) => {
      return tagValues(new Map(group.groupTags.map((tag) => [tag.key, tag.value])), name);
    },
    "Filters",
  );
  const page = pageOf(
    found,
    parameters.text("NextToken"),
    Math.min(largestPage, parameters.number("MaxRecords") ?? 50),
  );
  return { AutoScalingGroups: page.items.map((group) => describeGroup(world, group)), NextToken: page.nextToken };
};

const setDesiredCapacity: Operation = (parameters, world) => {
  const group = world.groups.seek(parameters.required("AutoScalingGroupName"));
  const desired = parameters.number("DesiredCapacity");
  if (desired === undefined) throw validationError("DesiredCapacity is required");
  requireWithin(desired, group.settings.min, group.settings.max);
  world.groups.update(group, { ...group.settings, desired });
  return {};
};

const suspendProcesses: Operation = (parameters, world) => {
  const group = world.groups.seek(parameters.required("AutoScalingGroupName"));
  for (const process of processesOf(parameters.texts("ScalingProcesses"))) group.suspended.add(process);
  return {};
};

const resumeProcesses: Operation = (parameters, world) => {
  const group = world.groups.seek(parameters.required("AutoScalingGroupName"));
  for (const process of processesOf(parameters.texts("ScalingProcesses"))) group.suspended.delete(process);
  world.groups.update(group, group.settings);
  return {};
};

const processes = ["Launch", "Terminate", "HealthCheck", "ReplaceUnhealthy", "AZRebalance"].concat([
  "AlarmNotification",
  "ScheduledActions",
  "AddToLoadBalancer",
  "InstanceRefresh",
]);

function processesOf(named: readonly string[]): readonly string[] {
  const stranger = named.find((name) => !processes.includes(name));
  if (stranger) throw validationError(`Process type not valid: ${stranger}`);
  return named.length > 0 ? named : processes;
}

export const groupOperations: Operations = {
  CreateAutoScalingGroup: createAutoScalingGroup,
  UpdateAutoScalingGroup: updateAutoScalingGroup,
  DeleteAutoScalingGroup: deleteAutoScalingGroup,
  DescribeAutoScalingGroups: describeAutoScalingGroups,
  SetDesiredCapacity: setDesiredCapacity,
  SuspendProcesses: suspendProcesses,
  ResumeProcesses: resumeProcesses,
};
