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

/** All fields of a thing that is made or let go of; a change from one state to another has none. */
function wholeFields({ before, after }: Change): Fields | undefined {
  const whole = before && after ? undefined : (after ?? before);
  return whole && shownFields(whole);
}

/** What all changes of a group have alike, to be said once: nothing for a single one. */
export function commonFields(changes: readonly Change[]): Fields {
  const [first, ...others] = changes.map(wholeFields);
  if (!first || others.length === 0) return {};
  const isAlike = ([name, value]: [string, Json]) => others.every((each) => isEqual(each?.[name], value));
  return Object.fromEntries(Object.entries(first).filter(isAlike));
}

/** The fields of a change that the whole group does not share; `undefined` when there are none. */
export function ownFields(change: Change, common: Fields): Fields | undefined {
  const own = Object.entries(wholeFields(change) ?? {}).filter(([name]) => !(name in common));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

function isEqual(one: Json | undefined, other: Json): boolean {
  return one !== undefined && canonical(one) === canonical(other);
}

/** A value in words: `tcp 22`, `a, b`, `size 20, type gp3`. */
export function wordsOf(value: Json): string {
  if (value === null) return "none";
  if (typeof value !== "object") return String(value);
  if (isList(value)) return value.length === 0 ? "none" : value.map(wordsOf).join(", ");
  const rule = ruleWords(value);
  if (rule) return rule;
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${wordsOf(inner)}`)
    .join(", ");
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A security group's rule: `tcp 5050 from 10.0.0.0/8`, `all from self`. */
function ruleWords(value: Fields): string | undefined {
  const { protocol, fromPort, toPort, source } = value;
  if (typeof protocol !== "string" || typeof source !== "string") return undefined;
  if (protocol === "-1") return `all from ${source}`;
  const ports = fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
  return `${protocol} ${ports} from ${source}`;
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
