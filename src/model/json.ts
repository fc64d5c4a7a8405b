/** A JSON value: what the journal keeps, what a fingerprint is made of, what `--json` prints. */
export type Json = null | boolean | number | string | readonly Json[] | Fields;

/** Named JSON values: the fields of a resource, field by field comparable. */
export interface Fields {
  readonly [name: string]: Json;
}

/** Whether it has named values. */
export function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same JSON text for the same value, whatever the order in which its keys were written. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = value as Fields;
  const keys = Object.keys(fields).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(fields[key] ?? null)}`).join(",")}}`;
}

/** The texts of a list; of anything else none. */
export function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** `undefined`: it is not JSON. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
