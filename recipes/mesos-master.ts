import {
  type Condition,
  document,
  type InstanceFields,
  keyOf,
  type MasterZone,
  masterUserData,
  type NetworkInterfaceFields,
  OpsError,
  type Resource,
  recipe,
  type StackContext,
  type VolumeFields,
} from "../src/recipe.ts";
import { instanceProfile, securityGroup, zoneSuffix } from "./parts/aws.ts";
import { leaderElected } from "./parts/conditions.ts";

const role = "mesos-master";

export const MesosMaster = recipe({
  title: "Mesos masters of a stack",
  why: `An odd number of masters, one in each availability zone: ZooKeeper, mesos-master, Marathon and the Aurora
scheduler. Each keeps its address and its volume when its instance is replaced. A changed version, size or image
replaces them one at a time, the leader last.`,
  compose(context) {
    const network = securityGroup(context);
    const profile = instanceProfile(context, role, context.stack.masters.profile);
    return [network, profile, ...mastersOf(context).flatMap((master) => composeMaster(context, master, network))];
  },
  verify: (context) => [leaderElected(context)],
});

/** The masters that the environment names, when a majority among them is possible and one zone cannot take two. */
function mastersOf({ environment, name, stack }: StackContext): readonly MasterZone[] {
  const { zones } = stack.masters;
  const unfit = (why: string) =>
    new OpsError({
      code: "unfit-masters",
      reason: "usage",
      what: `the masters of stack ${name} are not fit to elect a leader`,
      why,
      next: `change stacks.${name}.masters.zones in environments/${environment.name}.ts`,
    });
  if (zones.length % 2 === 0) throw unfit(`${zones.length} is an even number: half of them is no majority`);
  if (new Set(zones.map(({ zone }) => zone)).size < zones.length) throw unfit("two of them share an availability zone");
  return zones;
}

function composeMaster(context: StackContext, master: MasterZone, network: Resource): readonly Resource[] {
  const named = {
    system: "aws",
    name: `${role}-${context.name}-${zoneSuffix(context, master.zone)}`,
    stack: context.name,
    role,
  };
  const face: Resource = {
    ...named,
    kind: "network-interface",
    needs: [keyOf(network)],
    desired: interfaceFields(master, network),
  };
  const volume: Resource = { ...named, kind: "volume", needs: [], desired: volumeFields(context, master) };
  const profile = `instance-profile/${context.stack.masters.profile}`;
  const instance: Resource = {
    ...named,
    kind: "instance",
    needs: [keyOf(face), keyOf(volume), profile],
    desired: instanceFields(context, master, named.name),
    rollout: { group: `masters-${context.name}`, last: leads(context, master) },
    // Where nobody says where Mesos is, no wait could end; the quorum guard lets no master be replaced there.
    waits: context.stack.mesos ? [joined(context, master)] : [],
  };
  return [face, volume, instance];
}

function interfaceFields({ subnet, address }: MasterZone, network: Resource): NetworkInterfaceFields {
  return { subnet, address, groups: [network.name] };
}

function volumeFields({ stack }: StackContext, { zone }: MasterZone): VolumeFields {
  return { zone, sizeGiB: stack.masters.volumeGiB, type: "gp3", isEncrypted: true };
}

function instanceFields(context: StackContext, { zone, address }: MasterZone, name: string): InstanceFields {
  const { environment, stack } = context;
  return {
    image: environment.hosts.image,
    type: stack.masters.instanceType,
    zone,
    networkInterface: name,
    volume: name,
    device: "/dev/sdf",
    profile: stack.masters.profile,
    rootGiB: stack.masters.rootGiB,
    userData: document(masterUserData({ environment, stackName: context.name, stack, address, volume: name })),
    mesosVersion: stack.mesosVersion,
    hasTerminationProtection: true,
    metadataTokens: "required",
  };
}

function leads(context: StackContext, { address }: MasterZone): Condition {
  return {
    system: "mesos",
    name: "master-leads",
    stack: context.name,
    parameters: { address },
    what: `the master at ${address} leads`,
    withinSeconds: context.environment.policies.mastersElectWithinSeconds,
  };
}

/** Until it is a follower in sync again, the next replacement would take the quorum away. */
function joined(context: StackContext, { address }: MasterZone): Condition {
  return {
    system: "mesos",
    name: "master-joined",
    stack: context.name,
    parameters: { address },
    what: `the master at ${address} follows in sync and joined`,
    withinSeconds: context.environment.policies.mastersElectWithinSeconds,
  };
}
