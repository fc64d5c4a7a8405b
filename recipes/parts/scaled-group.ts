import {
  type AutoScalingGroupFields,
  agentUserData,
  digest,
  document,
  keyOf,
  type LaunchTemplateFields,
  type Observed,
  OpsError,
  type Resource,
  type ScaledAgents,
  type ScaledAgentsFields,
  type StackContext,
} from "../../src/recipe.ts";
import { instanceProfile, securityGroup } from "./aws.ts";
import { desiredCapacity } from "./conditions.ts";

/** Agents that scale: what tells one kind of them from another. */
export interface ScaledGroup {
  /** `mesos-on-demand`: the agents' type. The group is named `mesos-on-demand-<stack>`. */
  readonly role: string;
  readonly market: AutoScalingGroupFields["market"];
  /** Where the environment says how large it may be. */
  size(context: StackContext): ScaledAgents;
}

/** A security group and a profile, a launch template, its group, and the agents that the group runs. */
export function composeGroup(group: ScaledGroup, context: StackContext): readonly Resource[] {
  const network = securityGroup(context);
  const profile = instanceProfile(context, group.role, group.size(context).profile);
  const fields = templateFields(group, context, network);
  const template = part(group, context, "launch-template", fields, [network, profile]);
  const scaling = part(group, context, "auto-scaling-group", groupFields(group, context, fields.definition), [
    template,
  ]);
  const agents = part(group, context, "scaled-agents", agentsFields(group, context, fields), [scaling]);
  return [network, profile, template, scaling, agents];
}

/** How many agents of the group should be registered now. */
export function expectedAgents(group: ScaledGroup, context: StackContext, observed: readonly Observed[]) {
  const atCreation = group.size(context).desiredAtCreation;
  return { [group.role]: desiredCapacity(nameOf(group, context), atCreation, observed) };
}

function nameOf({ role }: ScaledGroup, { name }: StackContext): string {
  return `${role}-${name}`;
}

function part(
  group: ScaledGroup,
  context: StackContext,
  kind: string,
  desired: NonNullable<Resource["desired"]>,
  needs: readonly Resource[],
): Resource {
  return {
    system: "aws",
    kind,
    name: nameOf(group, context),
    stack: context.name,
    role: group.role,
    needs: needs.map(keyOf),
    desired,
  };
}

function templateFields(group: ScaledGroup, context: StackContext, network: Resource): LaunchTemplateFields {
  const { environment, stack } = context;
  const size = group.size(context);
  const fields = {
    image: environment.hosts.image,
    type: firstType(size),
    groups: [network.name],
    profile: size.profile,
    rootGiB: size.rootGiB,
    userData: document(agentUserData({ environment, stack, type: group.role })),
    mesosVersion: stack.mesosVersion,
    metadataTokens: "required",
    role: group.role,
  } as const;
  return { definition: digest(fields), ...fields };
}

/** What the template itself says; a spot group chooses among all types in its own policy. */
function firstType({ instanceTypes }: ScaledAgents): string {
  const [first] = instanceTypes;
  if (first !== undefined) return first;
  throw new OpsError({
    code: "no-instance-types",
    reason: "usage",
    what: "agents that scale have no instance type",
    why: "instanceTypes is empty",
    next: "name at least one in the environment file",
  });
}

function groupFields(group: ScaledGroup, context: StackContext, definition: string): AutoScalingGroupFields {
  const size = group.size(context);
  return {
    template: nameOf(group, context),
    templateDefinition: definition,
    min: size.min,
    max: size.max,
    desiredAtCreation: size.desiredAtCreation,
    subnets: size.zones.map(({ subnet }) => subnet),
    market: group.market,
    instanceTypes: group.market === "spot" ? size.instanceTypes : [firstType(size)],
  };
}

function agentsFields(group: ScaledGroup, context: StackContext, template: LaunchTemplateFields): ScaledAgentsFields {
  const { policies } = context.environment;
  return {
    group: nameOf(group, context),
    templateDefinition: template.definition,
    mesosVersion: template.mesosVersion,
    batchShare: policies.replaceAtMostShare,
    tasksEndWithinSeconds: policies.tasksEndWithinSeconds,
    agentsRegisterWithinSeconds: policies.agentsRegisterWithinSeconds,
  };
}
