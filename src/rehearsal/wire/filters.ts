import { AwsError } from "./error.ts";
import type { Parameters } from "./parameters.ts";

/** What a thing answers to a filter's name: its values, or `undefined` for a name that is not known for its kind. */
export type FilterValues = (name: string) => readonly (string | undefined)[] | undefined;

/** `*` and `?` are wildcards; anything else is itself. */
function patternOf(value: string): RegExp {
  const escaped = value
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${escaped}$`);
}

/** The values of `tag:<key>`, `tag-key` and `tag-value`; `undefined` for another name. */
export function tagValues(
  tags: ReadonlyMap<string, string>,
  name: string,
): readonly (string | undefined)[] | undefined {
  if (name.startsWith("tag:")) return [tags.get(name.slice("tag:".length))];
  if (name === "tag-key") return [...tags.keys()];
  return name === "tag-value" ? [...tags.values()] : undefined;
}

function matches(values: FilterValues, name: string, patterns: readonly RegExp[]): boolean {
  const found = values(name);
  if (found === undefined) throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
  return found.some((value) => value !== undefined && patterns.some((pattern) => pattern.test(value)));
}

/** The things that every filter holds for: values are alternatives, filters are not. */
export function filtered<T>(
  things: readonly T[],
  parameters: Parameters,
  valuesOf: (thing: T) => FilterValues,
  listName = "Filter",
): readonly T[] {
  const filters = parameters.list(listName).map((filter) => {
    const values = filter.texts("Value");
    const texts = values.length > 0 ? values : filter.texts("Values");
    return { name: filter.required("Name"), patterns: texts.map(patternOf) };
  });
  return things.filter((thing) => filters.every(({ name, patterns }) => matches(valuesOf(thing), name, patterns)));
}
