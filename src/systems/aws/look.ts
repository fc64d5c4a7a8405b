import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { Instance, LaunchTemplate, LaunchTemplateVersion, NetworkInterface, Volume } from "@aws-sdk/client-ec2";
import type { AwsEnvironment } from "../../model/environment.ts";
import type { Resource } from "../../model/resource.ts";
import type { Account } from "./account.ts";
import {
  instances,
  launchTemplates,
  liveStates,
  networkInterfaces,
  scalingGroups,
  templateVersions,
  volumes,
  volumesById,
} from "./describe.ts";
import type { ReadFiles } from "./iam/wanted.ts";
import { lazily } from "./lazily.ts";
import { clusterOf } from "./tags.ts";

/** One look at the clusters of some stacks: each list is read at most once, and only when a kind asks for it. */
export interface Look {
  readonly account: Account;
  readonly environment: AwsEnvironment;
  /** All that were asked for. */
  readonly resources: readonly Resource[];
  /** All live instances that carry the clusters' tag, whoever made them. */
  instances(): Promise<readonly Instance[]>;
  /** All that carry the clusters' tag, and those of its instances that lost it. */
  volumes(): Promise<readonly Volume[]>;
  networkInterfaces(): Promise<readonly NetworkInterface[]>;
  launchTemplates(): Promise<readonly LaunchTemplate[]>;
  /** All versions of a template, newest first. */
  templateVersions(id: string): Promise<readonly LaunchTemplateVersion[]>;
  scalingGroups(): Promise<readonly AutoScalingGroup[]>;
  /** Reads the repository of the policies. Absent: the environment has no sources. */
  readonly policies?: ReadFiles;
}

export function lookAt(
  account: Account,
  environment: AwsEnvironment,
  resources: readonly Resource[],
  policies?: ReadFiles,
): Look {
  const clusters = [...new Set(resources.map(({ stack }) => clusterOf(environment, stack)))];
  const ofClusters = { "tag:Cluster": clusters };
  const namesOf = (...kinds: readonly string[]) => [
    ...new Set(resources.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name)),
  ];
  const hosts = lazily(async () =>
    instances(await account.ec2(), { ...ofClusters, "instance-state-name": liveStates }),
  );
  const versions = new Map<string, () => Promise<readonly LaunchTemplateVersion[]>>();
  return {
    account,
    environment,
    resources,
    ...(policies && { policies }),
    instances: hosts,
    volumes: lazily(async () => {
      const tagged = await volumes(await account.ec2(), ofClusters);
      return [...tagged, ...(await untagged(tagged, await hosts(), account))];
    }),
    networkInterfaces: lazily(async () => networkInterfaces(await account.ec2(), ofClusters)),
    launchTemplates: lazily(async () => launchTemplates(await account.ec2(), namesOf("launch-template"))),
    templateVersions(id) {
      const look = versions.get(id) ?? lazily(async () => templateVersions(await account.ec2(), id));
      versions.set(id, look);
      return look();
    },
    scalingGroups: lazily(async () =>
      scalingGroups(await account.autoScaling(), namesOf("auto-scaling-group", "scaled-agents")),
    ),
  };
}

/** The volumes that are attached to these hosts and not among those that were found by their tag. */
async function untagged(tagged: readonly Volume[], hosts: readonly Instance[], account: Account): Promise<Volume[]> {
  const known = new Set(tagged.map(({ VolumeId }) => VolumeId));
  const attached = hosts.flatMap(({ BlockDeviceMappings: disks = [] }) => disks.map(({ Ebs }) => Ebs?.VolumeId ?? ""));
  return volumesById(
    await account.ec2(),
    attached.filter((id) => id !== "" && !known.has(id)),
  );
}
