import { digest } from "../model/digest.ts";
import { canonical, type Fields, type Json } from "../model/json.ts";
import { maskedField } from "../model/mask.ts";
import type { Change } from "../model/plan.ts";

/** One field as it is and as it will be, in words; `undefined` where there is none. */
export interface FieldChange {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Fields for people and for JSON: secrets masked, long texts (user data, documents) by their digest only. */
export function shownFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shownField(name, value)]));
}

function shownField(name: string, value: Json): Json {
  if (isLongText(name, value)) return digestOf(value);
  return maskedField(name, value, {});
}

/** The fields that a change moves. What is observed beyond the desired fields is not the recipe's and not shown. */
export function fieldChanges(change: Change): readonly FieldChange[] {
  if (!change.before || !change.after) return [];
  const [before, after] = [shownFields(change.before), shownFields(change.after)];
  return Object.keys(after)
    .filter((name) => canonical(before[name] ?? null) !== canonical(after[name] ?? null))
    .map((name) => ({ name, lines: moveLines(before[name] ?? null, after[name] ?? null) }));
}

/** A value in words: `tcp 22`, `a, b`, `size 20, type gp3`. */
export function wordsOf(value: Json): string {
  if (value === null) return "none";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(wordsOf).join(", ");
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${wordsOf(inner)}`)
    .join(", ");
}

function moveLines(before: Json, after: Json): readonly string[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [`${wordsOf(before)} -> ${wordsOf(after)}`];
  const gone = missingFrom(after, before).map((item) => `- ${wordsOf(item)}`);
  const added = missingFrom(before, after).map((item) => `+ ${wordsOf(item)}`);
  return gone.length + added.length > 0 ? [...gone, ...added] : [`${wordsOf(before)} -> ${wordsOf(after)}`];
}

function missingFrom(list: readonly Json[], items: readonly Json[]): readonly Json[] {
  const known = new Set(list.map(canonical));
  return items.filter((item) => !known.has(canonical(item)));
}

function isLongText(name: string, value: Json): boolean {
  const isDocument = typeof value === "object" && value !== null && "document" in value;
  const isPlannedDigest = typeof value === "string" && /^[0-9a-f]{16}$/.test(value);
  return isDocument || (name === "userData" && value !== null && !isPlannedDigest);
}

/** The digest that the plan gives the same text. */
function digestOf(value: Json): string {
  const isDocument = typeof value === "object" && value !== null && "document" in value;
  return digest(isDocument && !Array.isArray(value) ? (Object.values(value)[0] ?? null) : value);
}
