import type { Thing } from "../model/ground.ts";
import { putTags, readTags } from "../model/tags.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import { filtered } from "../wire/filters.ts";
import { largestPage, pageOf } from "../wire/pages.ts";
import type { RehearsedWorld } from "../world.ts";

/** Kinds of things by the prefixes of their ids, each with how to find one. */
const seekers: Readonly<Record<string, (world: RehearsedWorld, id: string) => Thing>> = {
  i: (world, id) => world.instances.shelf.seek(id),
  vol: (world, id) => world.volumes.shelf.seek(id),
  eni: (world, id) => world.network.interfaces.seek(id),
  sg: (world, id) => world.network.groups.shelf.seek(id),
  lt: (world, id) => world.templates.shelf.seek(id),
  vpc: seekVpc,
};

function seekVpc({ network }: RehearsedWorld, id: string): Thing {
  if (id === network.vpc.id) return network.vpc;
  throw new AwsError("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
}

function seek(world: RehearsedWorld, id: string): Thing {
  const seeker = seekers[id.slice(0, id.indexOf("-"))];
  if (seeker) return seeker(world, id);
  throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
}

const createTags: Operation = (parameters, world) => {
  const things = parameters.texts("ResourceId").map((id) => seek(world, id));
  const tags = readTags(parameters.list("Tag"));
  for (const thing of things) putTags(thing, tags);
  return { return: true };
};

/** A tag with a value is removed only when it has that value; without tags all are removed. */
const deleteTags: Operation = (parameters, world) => {
  const things = parameters.texts("ResourceId").map((id) => seek(world, id));
  const wanted = parameters.list("Tag").map((tag) => ({ key: tag.required("Key"), value: tag.text("Value") }));
  for (const { tags } of things) {
    const all = wanted.length > 0 ? wanted : [...tags.keys()].map((key) => ({ key, value: undefined }));
    for (const { key, value } of all) if (value === undefined || tags.get(key) === value) tags.delete(key);
  }
  return { return: true };
};

const describeTags: Operation = (parameters, world) => {
  const all = [...world.tagged()].flatMap(([resourceType, things]) =>
    things.flatMap(({ id, tags }) => [...tags].map(([key, value]) => ({ key, value, resourceId: id, resourceType }))),
  );
  const found = filtered(all, parameters, ({ key, value, resourceId, resourceType }) => (name) => {
    if (name.startsWith("tag:")) return [name === `tag:${key}` ? value : undefined];
    return { key: [key], value: [value], "resource-id": [resourceId], "resource-type": [resourceType] }[name];
  });
  const page = pageOf(found, parameters.text("NextToken"), parameters.number("MaxResults") ?? largestPage);
  return { tagSet: page.items, nextToken: page.nextToken };
};

export const tagOperations: Operations = { CreateTags: createTags, DeleteTags: deleteTags, DescribeTags: describeTags };
