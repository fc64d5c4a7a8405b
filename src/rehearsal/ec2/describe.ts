import type { Tags, Thing } from "../model/ground.ts";
import { AwsError } from "../wire/error.ts";
import { type FilterValues, filtered, tagValues } from "../wire/filters.ts";
import { largestPage, type Page, pageOf } from "../wire/pages.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";

/** The values of a kind's own filters by name. */
export type OwnFilters = Readonly<Record<string, readonly (string | undefined)[]>>;

/** Filters of a thing: its own, and those by tag. */
export function filtersOf(tags: Tags, own: OwnFilters): FilterValues {
  return (name) => (Object.hasOwn(own, name) ? own[name] : tagValues(tags, name));
}

function sizeOf(parameters: Parameters, hasIds: boolean): number {
  const size = parameters.number("MaxResults");
  if (size === undefined) return largestPage;
  if (hasIds)
    throw new AwsError("InvalidParameterCombination", "The parameter ids cannot be used with the parameter maxResults");
  if (size < 5 || size > largestPage)
    throw new AwsError(
      "InvalidParameterValue",
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and ${largestPage}.`,
    );
  return size;
}

/** What every describe does: those selected (by ids or all), filtered, a page of them. */
export function describe<T extends Thing>(
  select: () => readonly T[],
  parameters: Parameters,
  hasIds: boolean,
  ownFilters: (thing: T) => OwnFilters,
): Page<T> {
  const size = sizeOf(parameters, hasIds);
  const chosen = filtered(select(), parameters, (thing) => filtersOf(thing.tags, ownFilters(thing)));
  return pageOf(chosen, parameters.text("NextToken"), size);
}

export function tagSet(tags: Tags): Xml {
  return [...tags].map(([key, value]) => ({ key, value }));
}
