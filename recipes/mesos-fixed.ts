import {
  agentUserData,
  document,
  type FleetMemberFields,
  type InstancesFields,
  keyOf,
  OpsError,
  type Resource,
  recipe,
  type StackContext,
  type Zone,
} from "../src/recipe.ts";
import { instanceProfile, securityGroup, zoneSuffix } from "./parts/aws.ts";
import { agentsRegistered, ledCluster } from "./parts/conditions.ts";

const role = "mesos-fixed";

export const MesosFixed = recipe({
  title: "Fixed agents of a stack",
  why: `Agents that never scale, for jobs that are not fault tolerant: constraints={'slave-type': 'mesos-fixed'}.
create! adds what is missing and takes nothing away; a host is replaced only when it is named:
MesosFixed.replace!("test", "ip-10-20-1-17").`,
  compose(context) {
    const network = securityGroup(context);
    const profile = instanceProfile(context, role, context.stack.fixed.profile);
    const fleets = Object.entries(fleetsOf(context)).map(([name, desired]) => ({
      ...common(context),
      kind: "instances",
      name,
      needs: [keyOf(network), keyOf(profile)],
      desired,
    }));
    return [network, profile, ...fleets];
  },
  premises: ledCluster,
  verify: (context) => [agentsRegistered(context, { [role]: context.stack.fixed.count })],
  verbs: {
    replace: {
      title: "Replace the named hosts, one after the other, each by a new one in its zone",
      parameters: [
        { name: "hosts", type: "host", isRest: true, title: "hosts to replace: instance ids or host names" },
      ],
      compose: (context, ...hosts) => replacements(context, hosts),
    },
  },
});

function common({ name }: StackContext) {
  return { system: "aws", stack: name, role };
}

function replacements(context: StackContext, hosts: readonly string[]): readonly Resource[] {
  if (hosts.length === 0) throw noHosts(context.name);
  const fleets = fleetsOf(context);
  return [...new Set(hosts)].map((name) => ({
    ...common(context),
    kind: "fleet-member",
    name,
    needs: [],
    desired: { fleets } satisfies FleetMemberFields,
    rollout: { group: `${role}-${context.name}` },
  }));
}

/** What a fleet of each zone should be, by its name. A zone without a host has no fleet. */
function fleetsOf(context: StackContext): Readonly<Record<string, InstancesFields>> {
  const { zones, count } = context.stack.fixed;
  const fleets = zones
    .map((zone, index) => ({ zone, count: shareOf(count, zones.length, index) }))
    .filter((fleet) => fleet.count > 0);
  return Object.fromEntries(
    fleets.map(({ zone, count }) => [
      `${role}-${context.name}-${zoneSuffix(context, zone.zone)}`,
      fleetFields(context, zone, count),
    ]),
  );
}

/** An even spread over the zones; the first zones get the rest. */
function shareOf(count: number, zones: number, index: number): number {
  return Math.floor(count / zones) + (index < count % zones ? 1 : 0);
}

function fleetFields(context: StackContext, { zone, subnet }: Zone, count: number): InstancesFields {
  const { environment, stack } = context;
  return {
    count,
    image: environment.hosts.image,
    type: stack.fixed.instanceType,
    zone,
    subnet,
    groups: [securityGroup(context).name],
    profile: stack.fixed.profile,
    rootGiB: stack.fixed.rootGiB,
    userData: document(agentUserData({ environment, stack, type: role })),
    mesosVersion: stack.mesosVersion,
    metadataTokens: "required",
  };
}

function noHosts(stack: string): OpsError {
  return new OpsError({
    code: "no-hosts",
    reason: "usage",
    what: "no host is named",
    why: "fixed agents are replaced host by host, never because a list shrank",
    next: `MesosFixed.replace("${stack}", "HOST"); hosts("${stack}") lists them, MesosFixed.create("${stack}") plans those that are missing`,
  });
}
