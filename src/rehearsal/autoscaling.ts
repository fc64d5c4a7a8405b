import { activityOperations } from "./autoscaling/activities.ts";
import { groupOperations } from "./autoscaling/groups.ts";
import { groupTagOperations } from "./autoscaling/tags.ts";
import { queryService } from "./protocol.ts";

/** Amazon EC2 Auto Scaling, API version 2011-01-01. */
export const autoscaling = queryService("autoscaling", "http://autoscaling.amazonaws.com/doc/2011-01-01/", {
  ...groupOperations,
  ...activityOperations,
  ...groupTagOperations,
});
