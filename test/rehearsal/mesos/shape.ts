import { type Fields, isFields, type Json } from "#src/model/json.ts";

/**
 * How the shape of one JSON value differs from another's: `- path` is missing, `+ path` is more, `path: a, not b` is of
 * another type. The elements of a list count as one element with all their keys; an empty list fits any.
 */
export function shapeDifferences(truth: Json, ours: Json, path = "$"): readonly string[] {
  const types = [typeOf(truth), typeOf(ours)];
  if (types[0] !== types[1]) return [`${path}: ${types[1]}, not ${types[0]}`];
  if (Array.isArray(truth) && Array.isArray(ours)) return listDifferences(truth, ours, `${path}[]`);
  return isFields(truth) && isFields(ours) ? fieldDifferences(truth, ours, path) : [];
}

function listDifferences(truth: readonly Json[], ours: readonly Json[], path: string): readonly string[] {
  if (truth.length === 0 || ours.length === 0) return [];
  return shapeDifferences(merged(truth), merged(ours), path);
}

function merged(elements: readonly Json[]): Json {
  return elements.every(isFields) ? elements.reduce(mergedFields, {}) : (elements[0] ?? null);
}

/** All keys of both; of a key that both have the fuller value. */
function mergedFields(a: Fields, b: Fields): Fields {
  const both = Object.keys(b).filter((key) => key in a);
  const fuller = both.map((key) => [key, mergedValue(a[key] ?? null, b[key] ?? null)]);
  return { ...a, ...b, ...Object.fromEntries(fuller) };
}

function mergedValue(a: Json, b: Json): Json {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  return isFields(a) && isFields(b) ? mergedFields(a, b) : b;
}

function fieldDifferences(truth: Fields, ours: Fields, path: string): readonly string[] {
  const missing = Object.keys(truth).filter((key) => !(key in ours));
  const more = Object.keys(ours).filter((key) => !(key in truth));
  const shared = Object.keys(truth).filter((key) => key in ours);
  return [
    ...missing.map((key) => `- ${path}.${key}`),
    ...more.map((key) => `+ ${path}.${key}`),
    ...shared.flatMap((key) => shapeDifferences(truth[key] ?? null, ours[key] ?? null, `${path}.${key}`)),
  ];
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}
