import type { Fields } from "../../model/json.ts";
import type { Difference, Draft, Risk } from "../../model/plan.ts";
import { keyOf, type Observed, type Resource } from "../../model/resource.ts";
import { differing, pick } from "./fields.ts";

export const nothing: Difference = { drafts: [], notes: [] };

export function only(...drafts: readonly Draft[]): Difference {
  return { drafts, notes: [] };
}

/** The observed thing of the resource, if it exists. */
export function observedOf(resource: Resource, observed: readonly Observed[]): Observed | undefined {
  return observed.find((each) => each.system === "aws" && keyOf(each) === keyOf(resource));
}

/** Nothing is there yet. */
export function creation(resource: Resource, after: Fields, because: string): Draft {
  return { ...headOf(resource), action: "create", risk: "safe", because, after, targets: [] };
}

interface Words {
  readonly risk: Risk;
  readonly because: string;
  readonly interrupts?: string;
}

/** What is deleted is lost for good, whatever could be made in its place: it is asked for by name. */
export function deletion(resource: Resource, found: Observed, words: Omit<Words, "risk">): Draft {
  const { fields: before, targets } = found;
  return { ...headOf(resource), action: "delete", risk: "destructive", ...words, before, targets };
}

/** An update or a replacement. `before` is cut down to what `after` speaks of. */
export function alteration(
  resource: Resource,
  action: "update" | "replace",
  found: Observed,
  after: Fields,
  words: Words,
): Draft {
  const before = pick(found.fields, Object.keys(after));
  return { ...headOf(resource), action, ...words, before, after, targets: found.targets };
}

function headOf({ kind, name }: Resource): Pick<Draft, "system" | "kind" | "name"> {
  return { system: "aws", kind, name };
}

/** One line for each field that is otherwise and stays so: `volume/x: sizeGiB is 20, the recipe says 50; <how>`. */
export function driftNotes(resource: Resource, found: Observed, after: Fields, how: string): readonly string[] {
  return differing(found.fields, after).map((name) => {
    const [is, wanted] = [found.fields[name] ?? null, after[name] ?? null].map((value) => JSON.stringify(value));
    return `${keyOf(resource)}: ${name} is ${is}, the recipe says ${wanted}; ${how}`;
  });
}
