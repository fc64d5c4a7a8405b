import type { Group, GroupTag } from "../model/group.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";

function readTag(tag: Parameters): GroupTag {
  const key = tag.required("Key");
  if (key.startsWith("aws:"))
    throw new AwsError("ValidationError", "Tag keys starting with 'aws:' are reserved for internal use");
  return { key, value: tag.text("Value") ?? "", isPropagated: tag.flag("PropagateAtLaunch") ?? true };
}

export function readGroupTags(parameters: Parameters): readonly GroupTag[] {
  return parameters.list("Tags").map(readTag);
}

export function tagDescriptions(group: Group): Xml {
  return group.groupTags.map(({ key, value, isPropagated }) => ({
    ResourceId: group.id,
    ResourceType: "auto-scaling-group",
    Key: key,
    Value: value,
    PropagateAtLaunch: isPropagated,
  }));
}

const createOrUpdateTags: Operation = (parameters, world) => {
  const changes = parameters.list("Tags").map((tag) => ({
    group: world.groups.seek(tag.required("ResourceId")),
    tag: readTag(tag),
  }));
  for (const { group, tag } of changes) {
    group.groupTags = [...group.groupTags.filter((other) => other.key !== tag.key), tag];
  }
  return {};
};

const deleteTags: Operation = (parameters, world) => {
  for (const tag of parameters.list("Tags")) {
    const group = world.groups.seek(tag.required("ResourceId"));
    group.groupTags = group.groupTags.filter((other) => other.key !== tag.required("Key"));
  }
  return {};
};

export const groupTagOperations: Operations = { CreateOrUpdateTags: createOrUpdateTags, DeleteTags: deleteTags };
