import type { GroupSettings, TemplateReference } from "../model/group.ts";
import { validationError } from "../model/group-errors.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { RehearsedWorld } from "../world.ts";

const defaults = {
  isCapacityRebalanced: false,
  healthCheckType: "EC2",
  healthCheckGraceSeconds: 0,
  warmupSeconds: undefined,
  terminationPolicies: ["Default"],
  protectsNewInstances: false,
};

function templateOf(parameters: Parameters, world: RehearsedWorld): TemplateReference {
  try {
    const named = parameters.text("LaunchTemplateName");
    const template = world.templates.seek(parameters.text("LaunchTemplateId"), named);
    const version = parameters.text("Version") ?? "$Default";
    world.templates.version(template, version);
    return { id: template.id, name: template.name, version };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw validationError(`You must use a valid fully-formed launch template. ${why}`);
  }
}

type Source = Pick<GroupSettings, "template" | "types" | "onDemand" | "policy">;

/** AWS's default for a mixed group is all on demand. Source: protocols sheet, gotcha 6. */
function mixedSource(policy: Parameters, world: RehearsedWorld): Source {
  const launch = policy.structure("LaunchTemplate");
  const distribution = policy.structure("InstancesDistribution");
  return {
    template: templateOf(launch.structure("LaunchTemplateSpecification"), world),
    types: launch.list("Overrides").flatMap((override) => override.text("InstanceType") ?? []),
    onDemand: {
      base: distribution.number("OnDemandBaseCapacity") ?? 0,
      percentage: distribution.number("OnDemandPercentageAboveBaseCapacity") ?? 100,
    },
    policy,
  };
}

function sourceOf(parameters: Parameters, world: RehearsedWorld): Source | undefined {
  if (parameters.has("MixedInstancesPolicy")) return mixedSource(parameters.structure("MixedInstancesPolicy"), world);
  if (!parameters.has("LaunchTemplate")) return undefined;
  const template = templateOf(parameters.structure("LaunchTemplate"), world);
  return { template, types: [], onDemand: { base: 0, percentage: 100 }, policy: undefined };
}

function subnetsOf(parameters: Parameters, world: RehearsedWorld): readonly string[] | undefined {
  const ids = parameters.text("VPCZoneIdentifier")?.split(",").filter(Boolean);
  const stranger = ids?.find((id) => !world.ground.place.subnets.some((subnet) => subnet.id === id));
  if (stranger) throw validationError(`The subnet ID '${stranger}' does not exist`);
  return ids;
}

function requireOrder({ min, max, desired }: GroupSettings): void {
  if (min > max) throw validationError("Min bound must be less than or equal to max bound");
  requireWithin(desired, min, max);
}

/** @throws AwsError `ValidationError` */
export function requireWithin(desired: number, min: number, max: number): void {
  if (desired >= min && desired <= max) return;
  const bound = desired < min ? `below min value ${min}` : `above max value ${max}`;
  throw validationError(`New SetDesiredCapacity value ${desired} is ${bound} for the AutoScalingGroup.`);
}

type Options = Omit<GroupSettings, keyof Source | "min" | "max" | "desired" | "subnets">;

/** The options with what is given in their place. */
function optionsOf(parameters: Parameters, otherwise: Options): Options {
  const policies = parameters.texts("TerminationPolicies");
  return {
    isCapacityRebalanced: parameters.flag("CapacityRebalance") ?? otherwise.isCapacityRebalanced,
    healthCheckType: parameters.text("HealthCheckType") ?? otherwise.healthCheckType,
    healthCheckGraceSeconds: parameters.number("HealthCheckGracePeriod") ?? otherwise.healthCheckGraceSeconds,
    warmupSeconds: parameters.number("DefaultInstanceWarmup") ?? otherwise.warmupSeconds,
    terminationPolicies: policies.length > 0 ? policies : otherwise.terminationPolicies,
    protectsNewInstances: parameters.flag("NewInstancesProtectedFromScaleIn") ?? otherwise.protectsNewInstances,
  };
}

/** The settings of a new group. @throws AwsError `ValidationError` */
export function newSettings(parameters: Parameters, world: RehearsedWorld): GroupSettings {
  const [min, max] = [parameters.number("MinSize") ?? 0, parameters.number("MaxSize") ?? 0];
  const source = sourceOf(parameters, world);
  if (source === undefined)
    throw validationError(
      "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.",
    );
  const subnets = subnetsOf(parameters, world) ?? [];
  if (subnets.length === 0) throw validationError("At least one Availability Zone or VPC Subnet is required.");
  const desired = parameters.number("DesiredCapacity") ?? min;
  const settings = { min, max, desired, subnets, ...source, ...optionsOf(parameters, defaults) };
  requireOrder(settings);
  return settings;
}

/** The settings with what is given changed. A desired capacity that was not given follows the bounds. */
export function changedSettings(old: GroupSettings, parameters: Parameters, world: RehearsedWorld): GroupSettings {
  const [min, max] = [parameters.number("MinSize") ?? old.min, parameters.number("MaxSize") ?? old.max];
  const desired = parameters.number("DesiredCapacity") ?? Math.min(max, Math.max(min, old.desired));
  const subnets = subnetsOf(parameters, world) ?? old.subnets;
  const source = sourceOf(parameters, world);
  const settings = { ...old, ...source, ...optionsOf(parameters, old), min, max, desired, subnets };
  requireOrder(settings);
  return settings;
}
