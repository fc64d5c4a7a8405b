import type { Instance, NetworkInterface, Volume } from "@aws-sdk/client-ec2";
import { OpsError } from "../../model/error.ts";
import type { Target } from "../../model/resource.ts";
import type { Account } from "./account.ts";
import {
  attachedTo,
  instances,
  instancesById,
  launchTemplateById,
  networkInterfaces,
  scalingGroups,
  securityGroups,
  volumes,
} from "./describe.ts";
import { resolvePolicies } from "./iam/target.ts";
import {
  instanceTarget,
  launchTemplateTarget,
  networkInterfaceTarget,
  scalingGroupTarget,
  securityGroupTarget,
  volumeTarget,
  withAttached,
} from "./targets.ts";
import { isLive } from "./wait.ts";

type Resolver = (ids: readonly string[], account: Account) => Promise<readonly Target[]>;

/** By kind of target: how its things are looked up by id, with the names and tags of what they are attached to. */
const resolvers: Readonly<Record<string, Resolver>> = {
  async instance(ids, account) {
    return instanceTargets((await instancesById(await account.ec2(), ids)).filter(isLive), account);
  },
  async volume(ids, account) {
    const seen = await volumes(await account.ec2(), { "volume-id": ids });
    const hosts = await holders(seen.flatMap(holdersOfVolume), account);
    return seen.map((each) => withAttached(volumeTarget(each), among(hosts, holdersOfVolume(each))));
  },
  async "network-interface"(ids, account) {
    const seen = await networkInterfaces(await account.ec2(), { "network-interface-id": ids });
    const hosts = await holders(seen.flatMap(holderOfFace), account);
    return seen.map((each) => withAttached(networkInterfaceTarget(each), among(hosts, holderOfFace(each))));
  },
  async "security-group"(ids, account) {
    return (await securityGroups(await account.ec2(), { "group-id": ids })).map(securityGroupTarget);
  },
  async "launch-template"(ids, account) {
    const ec2 = await account.ec2();
    const seen = await Promise.all(ids.map((id) => launchTemplateById(ec2, id)));
    return seen
      .flat()
      .map(({ LaunchTemplateId = "", LaunchTemplateName = "", Tags }) =>
        launchTemplateTarget(LaunchTemplateId, LaunchTemplateName, Tags),
      );
  },
  /** A group goes with its members, and they with what is attached to them. */
  async "auto-scaling-group"(ids, account) {
    const seen = await scalingGroups(await account.autoScaling(), ids);
    const found = await instances(await account.ec2(), { "tag:aws:autoscaling:groupName": ids });
    const members = await instanceTargets(found.filter(isLive), account);
    return seen.map((group) => withAttached(scalingGroupTarget(group), members));
  },
  "role-policy": resolvePolicies,
};

async function instanceTargets(hosts: readonly Instance[], account: Account): Promise<readonly Target[]> {
  const ids = hosts.map(({ InstanceId = "" }) => InstanceId);
  const { disks, faces } = await attachedTo(await account.ec2(), ids);
  return hosts.map((host) => {
    const isHere = (id: string) => id === host.InstanceId;
    const ownDisks = disks.filter((disk) => holdersOfVolume(disk).some(isHere)).map(volumeTarget);
    const ownFaces = faces.filter((face) => holderOfFace(face).some(isHere)).map(networkInterfaceTarget);
    return withAttached(instanceTarget(host), [...ownDisks, ...ownFaces]);
  });
}

function holdersOfVolume({ Attachments = [] }: Volume): readonly string[] {
  return Attachments.flatMap(({ InstanceId }) => InstanceId ?? []);
}

function holderOfFace({ Attachment }: NetworkInterface): readonly string[] {
  return Attachment?.InstanceId === undefined ? [] : [Attachment.InstanceId];
}

async function holders(ids: readonly string[], account: Account): Promise<readonly Target[]> {
  return (await instancesById(await account.ec2(), ids)).map(instanceTarget);
}

function among(hosts: readonly Target[], ids: readonly string[]): readonly Target[] {
  return hosts.filter(({ id }) => ids.includes(id));
}

/**
 * The things as they are now: looked up by id, so that no changed name or tag hides them. Those that are gone are left
 * out.
 * @throws OpsError for a kind that cannot be looked up: nothing is known of it, so no guard may take it for harmless
 */
export async function resolveTargets(targets: readonly Target[], account: Account): Promise<readonly Target[]> {
  const byKind = Map.groupBy(targets, ({ kind }) => kind);
  const looks = [...byKind].map(([kind, own]) =>
    resolverOf(kind)(
      own.map(({ id }) => id),
      account,
    ),
  );
  return (await Promise.all(looks)).flat();
}

function resolverOf(kind: string): Resolver {
  const resolver = Object.hasOwn(resolvers, kind) ? resolvers[kind] : undefined;
  if (resolver) return resolver;
  throw new OpsError({
    code: "unknown-target",
    reason: "internal",
    what: `The aws system cannot look up a ${kind}`,
    why: `it can look up ${Object.keys(resolvers).join(", ")}`,
    next: "correct the kind that names such targets",
  });
}
