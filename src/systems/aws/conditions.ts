import type { AutoScaling, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { Condition, ConditionState } from "../../model/resource.ts";
import type { Account } from "./account.ts";
import { scalingGroups } from "./describe.ts";

/** `group-in-service {group}`: as many members as the group wants are in service. A look that fails is `unknown`. */
export async function holdsNow(condition: Condition, account: Account): Promise<ConditionState> {
  const { group } = condition.parameters;
  if (condition.name !== "group-in-service" || typeof group !== "string") {
    return { holds: "unknown", detail: `the aws system cannot tell ${condition.name}` };
  }
  try {
    return await inService(group, await account.autoScaling());
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

export function membersInService({ Instances = [] }: AutoScalingGroup): number {
  return Instances.filter(({ LifecycleState }) => LifecycleState === "InService").length;
}

/** Why capacity does not come: only the scaling activities tell it. */
export async function lastFailure(name: string, autoScaling: AutoScaling): Promise<string | undefined> {
  const { Activities = [] } = await autoScaling.describeScalingActivities({
    AutoScalingGroupName: name,
    MaxRecords: 20,
  });
  const failed = Activities.find(({ StatusCode }) => StatusCode === "Failed" || StatusCode === "Cancelled");
  return failed && (failed.StatusMessage ?? failed.Description);
}
