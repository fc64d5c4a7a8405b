import type { Activity } from "../model/activities.ts";
import type { Group } from "../model/group.ts";
import { validationError } from "../model/group-errors.ts";
import type { Operation, Operations } from "../protocol.ts";
import { pageOf } from "../wire/pages.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";

function describeActivity(world: RehearsedWorld, group: Group, activity: Activity): Xml {
  const { time } = world.ground;
  const what = activity.instance ? `EC2 instance: ${activity.instance}` : "EC2 instance";
  const failure = activity.status === "Failed" ? ".  Status Reason: see the status message" : "";
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: group.id,
    Description: `${activity.kind} a new ${what}`.replace("Terminating a new", "Terminating") + failure,
    Cause: activity.cause,
    StartTime: time.stamp(activity.beganAt),
    EndTime: activity.endedAt === undefined ? undefined : time.stamp(activity.endedAt),
    StatusCode: activity.status,
    StatusMessage: activity.message,
    Progress: activity.endedAt === undefined ? 30 : 100,
  };
}

const describeScalingActivities: Operation = (parameters, world) => {
  const name = parameters.text("AutoScalingGroupName");
  const groups = name ? [world.groups.seek(name)] : world.groups.shelf.visible();
  const all = groups.flatMap((group) =>
    group.activities.all().map((activity) => describeActivity(world, group, activity)),
  );
  const page = pageOf(all, parameters.text("NextToken"), parameters.number("MaxRecords") ?? 100);
  return { Activities: page.items, NextToken: page.nextToken };
};

function requireAboveMin(group: Group): void {
  const { desired, min } = group.settings;
  if (desired > min) return;
  const instead = "Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.";
  const consequence = "Terminating instance without replacement will violate group's min size constraint.";
  throw validationError(`Currently, desiredSize equals minSize (${min}). ${consequence} ${instead}`);
}

const terminateInstanceInAutoScalingGroup: Operation = (parameters, world) => {
  const { group, member } = world.groups.memberOf(parameters.required("InstanceId"));
  const isReplaced = parameters.flag("ShouldDecrementDesiredCapacity") !== true;
  if (!isReplaced) requireAboveMin(group);
  world.groups.terminate(group, member, isReplaced);
  const activity = group.activities.latestOf(member.instance.id);
  return { Activity: activity && describeActivity(world, group, activity) };
};

export const activityOperations: Operations = {
  DescribeScalingActivities: describeScalingActivities,
  TerminateInstanceInAutoScalingGroup: terminateInstanceInAutoScalingGroup,
};
