import type { Fields, Json } from "../../model/json.ts";
import { cloudError, quoted } from "./error.ts";

/** Reads JSON that came from outside; throws `cloud-answer` when it is none. */
export function parseJson(text: string, from: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw cloudError("cloud-answer", `${from} did not answer JSON`, quoted(text, 200) || "empty body", cause);
  }
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of names; `undefined` where the path ends early. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, name) => (isFields(inner) ? inner[name] : undefined), value);
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" ? found : undefined;
}

export function isTrueAt(value: Json | undefined, ...path: readonly string[]): boolean {
  return at(value, ...path) === true;
}

/** The list at a path; empty when absent. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts among the named values at a path: metadata, image properties. */
export function textsAt(value: Json | undefined, ...path: readonly string[]): Readonly<Record<string, string>> {
  const found = at(value, ...path);
  if (!isFields(found)) return {};
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}
