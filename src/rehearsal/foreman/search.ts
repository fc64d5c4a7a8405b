import type { Fields } from "../../model/json.ts";

/** The names that the search language has for the fields. */
const aliases: Readonly<Record<string, string>> = {
  hostgroup: "hostgroup_title",
  hostgroup_fullname: "hostgroup_title",
};

/**
 * The rows that a search finds: the part of Foreman's language that asks for one field, `name = "x"` or `name ~ x`, joined
 * by `and`, or one word for the name. `undefined`: it is something else, and nothing is guessed.
 */
export function searched(rows: readonly Fields[], search: string): readonly Fields[] | undefined {
  const tests = search
    .split(/\s+and\s+/i)
    .filter((part) => part.trim() !== "")
    .map(testOf);
  if (tests.some((test) => test === undefined)) return undefined;
  return rows.filter((row) => tests.every((test) => test?.(row)));
}

function testOf(part: string): ((row: Fields) => boolean) | undefined {
  const [, field, operator, quoted, bare] = /^\s*(\w+)\s*(!?[=~])\s*(?:"([^"]*)"|(\S+))\s*$/.exec(part) ?? [];
  const word = /^\s*"?([\w.-]+)"?\s*$/.exec(part)?.[1];
  if (word !== undefined) return (row) => textIn(row, "name").includes(word.toLowerCase());
  if (field === undefined || operator === undefined) return undefined;
  const wanted = (quoted ?? bare ?? "").toLowerCase();
  const holds = (row: Fields) =>
    operator.endsWith("=") ? textIn(row, field) === wanted : textIn(row, field).includes(wanted.replaceAll("%", ""));
  return operator.startsWith("!") ? (row) => !holds(row) : holds;
}

function textIn(row: Fields, field: string): string {
  return String(row[aliases[field] ?? field] ?? "").toLowerCase();
}
