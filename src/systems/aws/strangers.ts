import type { Instance } from "@aws-sdk/client-ec2";
import { keyOf, type Observed, type Resource } from "../../model/resource.ts";
import { hostName } from "./host.ts";
import type { Look } from "./look.ts";
import { isManaged, tagMap, tagNames } from "./tags.ts";
import { instanceTarget } from "./targets.ts";

const hostKinds = new Set(["instance", "instances", "auto-scaling-group", "scaled-agents"]);

/**
 * Live instances that carry the cluster's tag and that no asked resource stands for: made by other means (scale-ec2),
 * or by a recipe that does not name them any more. Shown, never touched. They are told under the first resource.
 */
export async function strangers(look: Look): Promise<readonly Observed[]> {
  const [first] = look.resources;
  if (!first || !look.resources.some(({ kind }) => hostKinds.has(kind))) return [];
  const seen = await look.instances();
  return seen.flatMap((instance) => {
    const why = whyStrange(instance, look.resources);
    return why === undefined ? [] : [observedStranger(instance, why, first)];
  });
}

function whyStrange({ Tags }: Instance, resources: readonly Resource[]): string | undefined {
  const tags = tagMap(Tags);
  const made = tags[tagNames.resource] ?? "";
  if ("aws:autoscaling:groupName" in tags || resources.some((each) => isHostOf(each, made, isManaged(tags)))) {
    return undefined;
  }
  if (!isManaged(tags)) return made === "" ? "no recipe made it" : "somebody took it out of the console's hands";
  const isOfRole = resources.some(({ kind, role }) => hostKinds.has(kind) && role === tags[tagNames.role]);
  return isOfRole ? `a recipe made it as ${made}, which it does not name any more` : undefined;
}

/** A fleet counts only what carries its ManagedBy tag; a master is what stands in its place. */
function isHostOf(resource: Resource, made: string, isOurs: boolean): boolean {
  return keyOf(resource) === made && (isOurs || resource.kind === "instance");
}

function observedStranger(instance: Instance, why: string, { kind, name }: Resource): Observed {
  const fields = {
    why,
    shownUnder: keyOf({ kind, name }),
    type: instance.InstanceType ?? "",
    host: hostName(instance),
  };
  return {
    system: "aws",
    kind: "unmanaged",
    name: instance.InstanceId ?? "",
    fields,
    targets: [instanceTarget(instance)],
  };
}

/** One line each, for the resource that they are shown under. */
export function strangerNotes(resource: Resource, observed: readonly Observed[]): readonly string[] {
  return observed
    .filter(({ kind, fields }) => kind === "unmanaged" && fields.shownUnder === keyOf(resource))
    .map(({ name, fields }) => `${name} (${fields.host}, ${fields.type}) is left alone: ${fields.why}`);
}
