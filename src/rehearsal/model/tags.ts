import { AwsError } from "../wire/error.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Tags } from "./ground.ts";

const mostTags = 50;

/** Checks and reads a list of `Key`, `Value`. @throws AwsError for reserved keys and for texts that are too long. */
export function readTags(list: readonly Parameters[]): Tags {
  const tags = new Map(list.map((tag) => [tag.required("Key"), tag.text("Value") ?? ""] as const));
  for (const [key, value] of tags) requireTag(key, value);
  if (tags.size > mostTags) throw tooMany();
  return tags;
}

function requireTag(key: string, value: string): void {
  if (key.startsWith("aws:"))
    throw new AwsError("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
  if (key.length > 128)
    throw new AwsError("InvalidParameterValue", "Tag key exceeds the maximum length of 128 characters");
  if (value.length > 256)
    throw new AwsError("InvalidParameterValue", "Tag value exceeds the maximum length of 256 characters");
}

function tooMany(): AwsError {
  return new AwsError("TagLimitExceeded", `The maximum number of tags for a resource is ${mostTags}`);
}

/** The `TagSpecification`s by the resource type they are for. */
export function tagsByType(parameters: Parameters): ReadonlyMap<string, Tags> {
  const specifications = parameters.list("TagSpecification");
  return new Map(specifications.map((each) => [each.required("ResourceType"), readTags(each.list("Tag"))] as const));
}

/** Puts tags on a thing, over those it has. */
export function putTags(thing: { readonly tags: Map<string, string> }, tags: Tags): void {
  const names = new Set([...thing.tags.keys(), ...tags.keys()]);
  if (names.size > mostTags) throw tooMany();
  for (const [key, value] of tags) thing.tags.set(key, value);
}
