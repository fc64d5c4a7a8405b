import type { AwsEnvironment } from "../../model/environment.ts";
import type { Account } from "./account.ts";
import { instances, liveStates } from "./describe.ts";
import { hostName } from "./host.ts";
import { clusterOf, isManaged, tagMap, tagNames } from "./tags.ts";

/** One host of a stack, for tables and completion. */
export interface Host {
  /** Private DNS name. */
  readonly host: string;
  readonly id: string;
  /** Its role: `mesos-fixed`. */
  readonly type: string;
  readonly zone: string;
  /** EC2's: pending, running, stopping, stopped. */
  readonly state: string;
  readonly mesosVersion: string;
  readonly address: string;
  /** Made by a recipe of this console. */
  readonly isManaged: boolean;
}

/** All live instances that carry the stack's cluster tag, by role and name. */
export async function hostsOf(stack: string, account: Account, environment: AwsEnvironment): Promise<readonly Host[]> {
  const filters = { "tag:Cluster": [clusterOf(environment, stack)], "instance-state-name": liveStates };
  const hosts = (await instances(await account.ec2(), filters)).map((instance): Host => {
    const tags = tagMap(instance.Tags);
    return {
      host: hostName(instance),
      id: instance.InstanceId ?? "",
      type: tags[tagNames.role] ?? "",
      zone: instance.Placement?.AvailabilityZone ?? "",
      state: instance.State?.Name ?? "",
      mesosVersion: tags[tagNames.mesosVersion] ?? "",
      address: instance.PrivateIpAddress ?? "",
      isManaged: isManaged(tags),
    };
  });
  return hosts.sort((one, other) => `${one.type} ${one.host}`.localeCompare(`${other.type} ${other.host}`));
}
