import type { AutoScalingGroupFields } from "../../../model/aws-kinds.ts";
import type { Json } from "../../../model/json.ts";
import { fieldsOf } from "../fields.ts";

/** What the recipe owns of a group that exists: all but how many it runs. */
export type GroupShape = Omit<AutoScalingGroupFields, "desiredAtCreation">;

export function groupShape(desired: Json, name: string): GroupShape {
  const fields = fieldsOf(desired, `auto-scaling-group ${name}`);
  return {
    template: fields.text("template"),
    templateDefinition: fields.text("templateDefinition"),
    min: fields.number("min"),
    max: fields.number("max"),
    subnets: fields.texts("subnets"),
    market: fields.text("market") === "spot" ? "spot" : "on-demand",
    instanceTypes: fields.texts("instanceTypes"),
  };
}

export function groupWish(desired: Json, name: string): AutoScalingGroupFields {
  const desiredAtCreation = fieldsOf(desired, `auto-scaling-group ${name}`).number("desiredAtCreation");
  return { ...groupShape(desired, name), desiredAtCreation };
}
