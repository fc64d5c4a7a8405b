import type { Parameters } from "../wire/parameters.ts";
import type { Activities } from "./activities.ts";
import type { Tags, Thing } from "./ground.ts";
import type { Instance, Launch } from "./instances.ts";

export interface GroupTag {
  readonly key: string;
  readonly value: string;
  readonly isPropagated: boolean;
}

/** The template as it is pinned: `version` may be `$Latest` or `$Default`. */
export interface TemplateReference {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

export interface Member {
  readonly instance: Instance;
  readonly template: { readonly id: string; readonly name: string; readonly version: string };
  state: "Pending" | "InService" | "Terminating";
  isHealthy: boolean;
  isProtectedFromScaleIn: boolean;
}

export interface GroupSettings {
  min: number;
  max: number;
  desired: number;
  subnets: readonly string[];
  template: TemplateReference;
  /** The instance types to choose from; empty: the template's. */
  types: readonly string[];
  /** How many of the group are on demand: the first `base`, then `percentage` of the rest. */
  onDemand: { readonly base: number; readonly percentage: number };
  /** As it was given, to be shown again. */
  policy: Parameters | undefined;
  isCapacityRebalanced: boolean;
  healthCheckType: string;
  healthCheckGraceSeconds: number;
  warmupSeconds: number | undefined;
  terminationPolicies: readonly string[];
  protectsNewInstances: boolean;
}

/** An Auto Scaling group; its id is its name. */
export interface Group extends Thing {
  settings: GroupSettings;
  groupTags: readonly GroupTag[];
  members: readonly Member[];
  readonly suspended: Set<string>;
  readonly activities: Activities;
  isDeleting: boolean;
}

/** Those that count for the capacity. */
export function livingOf(group: Group): readonly Member[] {
  return group.members.filter((member) => member.state !== "Terminating");
}

/** Its subnets, the one with the fewest members first. */
export function byMembers(group: Group): readonly string[] {
  const counts = Map.groupBy(livingOf(group), (member) => member.instance.launch.subnet.id);
  const count = (subnet: string) => counts.get(subnet)?.length ?? 0;
  return [...group.settings.subnets].sort((a, b) => count(a) - count(b));
}

/** Whether the next one is on demand. */
export function marketOf(group: Group): Launch["market"] {
  const { base, percentage } = group.settings.onDemand;
  const living = livingOf(group);
  const onDemand = living.filter((member) => member.instance.launch.market === "on-demand").length;
  const wanted = base + Math.ceil((Math.max(0, living.length + 1 - base) * percentage) / 100);
  return onDemand < wanted ? "on-demand" : "spot";
}

/** The tags that a group's instances get besides the template's. */
export function propagatedTags(group: Group, template: TemplateReference): Tags {
  const own = group.groupTags.filter((tag) => tag.isPropagated).map((tag) => [tag.key, tag.value] as const);
  return new Map([
    ...own,
    ["aws:autoscaling:groupName", group.id],
    ["aws:ec2launchtemplate:id", template.id],
    ["aws:ec2launchtemplate:version", template.version],
  ]);
}
