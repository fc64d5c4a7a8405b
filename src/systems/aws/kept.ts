import type { Fields } from "../../model/json.ts";
import type { Difference } from "../../model/plan.ts";
import { keyOf, type Observed, type Resource } from "../../model/resource.ts";
import { creation, driftNotes, nothing, observedOf, only } from "./difference.ts";

interface Kept {
  wish(): Fields;
  /** Why it is made. */
  readonly because: string;
  remove(found: Observed): Difference;
}

/** For what is made once and kept: drift is told, and never mended by making it anew. */
export function keptDifference(resource: Resource, observed: readonly Observed[], kept: Kept): Difference {
  const found = observedOf(resource, observed);
  if (resource.desired === null) return found ? kept.remove(found) : nothing;
  if (!found) return only(creation(resource, kept.wish(), kept.because));
  const wish = { ...kept.wish(), nameTag: resource.name };
  const how = "it is kept as it is: change it by hand, or the recipe";
  return { drafts: [], notes: [...driftNotes(resource, found, wish, how), ...namesakes(resource, found)] };
}

/** What carries the same tags and is not taken for the resource: a copy by hand, say. */
export function namesakes(resource: Resource, { fields, targets }: Observed): readonly string[] {
  const others = Array.isArray(fields.others) ? fields.others : [];
  if (others.length === 0) return [];
  return [`${keyOf(resource)}: also ${others.join(", ")} answer to this name; ${targets[0]?.id} is taken for it`];
}
