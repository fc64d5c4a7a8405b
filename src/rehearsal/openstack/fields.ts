import { type Fields, isFields, type Json } from "../../model/json.ts";

/** The fields of an object; none when it is something else. */
export function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** A value as Python prints it: what the services say in their refusals. */
export function pythonText(value: Json | undefined): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (!isFields(value)) return String(value);
  const entries = Object.entries(value).map(([name, inner]) => `${pythonText(name)}: ${pythonText(inner)}`);
  return `{${entries.join(", ")}}`;
}
