import type { AutoScaling, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { AwsEnvironment } from "../../model/environment.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import { compareVersions } from "../../model/version-order.ts";
import type { Account } from "./account.ts";
import { instances, liveStates, scalingGroups } from "./describe.ts";
import { type FieldReader, fieldsOf } from "./fields.ts";
import { clusterOf, isManaged, tagMap, tagNames } from "./tags.ts";

type Look = (parameters: FieldReader, cluster: string, account: Account) => Promise<ConditionState>;

const looks: Readonly<Record<string, Look>> = {
  /** `{group}`: as many members as the group wants are in service. */
  "group-in-service": async (parameters, _, account) =>
    inService(parameters.text("group"), await account.autoScaling()),
  /** `{group, atMost}`: it has no more members than that; one that is gone has none. */
  "members-at-most": async (parameters, _, account) =>
    membersAtMost(parameters.text("group"), parameters.number("atMost"), await account.autoScaling()),
  /** `{role, without, atMostShare}`: the named hosts are at most that share of the role's running agents; one may always go. */
  "agents-stay": async (parameters, cluster, account) => agentsStay(parameters, cluster, await account.ec2()),
  /** `{version}`: no host of the stack was launched with a newer Mesos version, as its tag tells. */
  "launched-not-newer": async (parameters, cluster, account) =>
    launchedNotNewer(parameters.text("version"), cluster, await account.ec2()),
};

/** A look that fails is `unknown`. */
export async function holdsNow(
  { name, stack, parameters }: Condition,
  account: Account,
  environment: AwsEnvironment,
): Promise<ConditionState> {
  const look = Object.hasOwn(looks, name) ? looks[name] : undefined;
  if (!look) return { holds: "unknown", detail: `the aws system cannot tell ${name}` };
  try {
    return await look(fieldsOf(parameters, name), clusterOf(environment, stack), account);
  } catch (error) {
    return { holds: "unknown", detail: error instanceof Error ? error.message : "the look failed" };
  }
}

async function inService(name: string, autoScaling: AutoScaling): Promise<ConditionState> {
  const [group] = await scalingGroups(autoScaling, [name]);
  if (!group) return { holds: "no", detail: `there is no group ${name}` };
  const total = group.DesiredCapacity ?? 0;
  const done = membersInService(group);
  const detail = `${done} of ${total} in service`;
  const progress = { done, total };
  if (done >= total) return { holds: "yes", detail, progress };
  const failure = await lastFailure(name, autoScaling);
  return { holds: "no", detail: failure === undefined ? detail : `${detail}; last failure: ${failure}`, progress };
}

async function membersAtMost(name: string, atMost: number, autoScaling: AutoScaling): Promise<ConditionState> {
  const [group] = await scalingGroups(autoScaling, [name]);
  const count = Math.max(group?.Instances?.length ?? 0, group?.DesiredCapacity ?? 0);
  return { holds: count <= atMost ? "yes" : "no", detail: `it has or wants ${count}` };
}

function membersInService({ Instances = [] }: AutoScalingGroup): number {
  return Instances.filter(({ LifecycleState }) => LifecycleState === "InService").length;
}

/** Why capacity does not come: only the scaling activities tell it. */
async function lastFailure(name: string, autoScaling: AutoScaling): Promise<string | undefined> {
  const { Activities = [] } = await autoScaling.describeScalingActivities({
    AutoScalingGroupName: name,
    MaxRecords: 20,
  });
  const failed = Activities.find(({ StatusCode }) => StatusCode === "Failed" || StatusCode === "Cancelled");
  return failed && (failed.StatusMessage ?? failed.Description);
}

/** Those that went already count among the ones that go: half a batch that is gone makes the rest no smaller. */
async function agentsStay(parameters: FieldReader, cluster: string, ec2: EC2): Promise<ConditionState> {
  const [role, without] = [parameters.text("role"), new Set(parameters.texts("without"))];
  const filters = { "tag:Cluster": [cluster], "tag:Role": [role], "instance-state-name": ["running"] };
  const running = (await instances(ec2, filters)).filter(({ Tags }) => isManaged(tagMap(Tags)));
  const staying = running.filter(({ InstanceId = "" }) => !without.has(InstanceId)).length;
  const total = staying + without.size;
  const atMost = Math.max(1, Math.floor(total * parameters.number("atMostShare")));
  const detail = `${without.size} of ${total} ${role} agents; at most ${atMost}`;
  return { holds: without.size <= atMost ? "yes" : "no", detail };
}

async function launchedNotNewer(version: string, cluster: string, ec2: EC2): Promise<ConditionState> {
  const live = await instances(ec2, { "tag:Cluster": [cluster], "instance-state-name": liveStates });
  const launchedWith = live.flatMap(({ Tags }) => tagMap(Tags)[tagNames.mesosVersion] ?? []);
  const newer = launchedWith.filter((each) => (compareVersions(each, version) ?? 1) > 0);
  // Hosts that no recipe made have no such tag: of their agents Mesos tells.
  const untold = live
    .map(({ Tags }) => tagMap(Tags))
    .filter((tags) => isManaged(tags) && !tags[tagNames.mesosVersion]).length;
  if (newer.length > 0) {
    const detail = `${newer.length} of ${live.length} hosts are newer than ${version}: ${[...new Set(newer)].join(", ")}`;
    return { holds: "no", detail };
  }
  if (untold > 0)
    return { holds: "unknown", detail: `which version ${untold} of ${live.length} hosts is of is not known` };
  return { holds: "yes", detail: `none of ${live.length} hosts is newer than ${version}` };
}
