import type { Target } from "../../model/resource.ts";
import type { Account } from "./account.ts";
import {
  instances,
  instancesById,
  launchTemplateById,
  networkInterfaces,
  scalingGroups,
  securityGroups,
  volumes,
} from "./describe.ts";
import {
  instanceTarget,
  launchTemplateTarget,
  namesOfInstance,
  networkInterfaceTarget,
  scalingGroupTarget,
  securityGroupTarget,
  volumeTarget,
} from "./targets.ts";
import { isLive } from "./wait.ts";

type Resolver = (ids: readonly string[], account: Account) => Promise<readonly Target[]>;

/** By kind of target: how its things are looked up by id, with the names of what they are attached to. */
const resolvers: Readonly<Record<string, Resolver>> = {
  async instance(ids, account) {
    return (await instancesById(await account.ec2(), ids)).filter(isLive).map(instanceTarget);
  },
  async volume(ids, account) {
    const ec2 = await account.ec2();
    const seen = await volumes(ec2, { "volume-id": ids });
    const hosts = await holders(
      seen.flatMap(({ Attachments = [] }) => Attachments.map(({ InstanceId }) => InstanceId)),
      account,
    );
    return seen.map((each) => volumeTarget(each, hosts));
  },
  async "network-interface"(ids, account) {
    const seen = await networkInterfaces(await account.ec2(), { "network-interface-id": ids });
    const hosts = await holders(
      seen.map(({ Attachment }) => Attachment?.InstanceId),
      account,
    );
    return seen.map((each) => networkInterfaceTarget(each, hosts));
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
  async "auto-scaling-group"(ids, account) {
    const seen = await scalingGroups(await account.autoScaling(), ids);
    const members = await instances(await account.ec2(), { "tag:aws:autoscaling:groupName": ids });
    return seen.map((group) => withNames(scalingGroupTarget(group), members.flatMap(namesOfInstance)));
  },
};

async function holders(ids: readonly (string | undefined)[], account: Account) {
  return instancesById(
    await account.ec2(),
    ids.filter((id) => id !== undefined),
  );
}

function withNames(target: Target, names: readonly string[]): Target {
  return { ...target, attached: [...new Set([...target.attached, ...names])] };
}

/** The things as they are now: looked up by id, so that no changed name or tag hides them. Those that are gone are left out. */
export async function resolveTargets(targets: readonly Target[], account: Account): Promise<readonly Target[]> {
  const byKind = Map.groupBy(targets, ({ kind }) => kind);
  const looks = [...byKind].map(
    ([kind, own]) =>
      resolvers[kind]?.(
        own.map(({ id }) => id),
        account,
      ) ?? [],
  );
  return (await Promise.all(looks)).flat();
}
