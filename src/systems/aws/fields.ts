import { digest } from "../../model/digest.ts";
import { OpsError } from "../../model/error.ts";
import { canonical, type Fields, isFields, type Json } from "../../model/json.ts";

/** Reads the fields of a resource or change, each checked: recipes are files that people write. */
export interface FieldReader {
  text(name: string): string;
  /** As a set: sorted, so that order is never drift. */
  texts(name: string): readonly string[];
  number(name: string): number;
  flag(name: string): boolean;
  /** The digest of a document, or the digest that stands for it already. */
  document(name: string): string;
  list(name: string): readonly FieldReader[];
  group(name: string): FieldReader;
  /** All of them, as they are. */
  readonly all: Fields;
}

/** `what`: whose fields, for the error. */
export function fieldsOf(value: Json | undefined, what: string): FieldReader {
  const fields = asFields(value, what);
  const at = (name: string): Json => fields[name] ?? null;
  const wrong = (name: string, wanted: string) => wrongField(what, name, wanted, at(name));
  return {
    text: (name) => asText(at(name)) ?? wrong(name, "a text"),
    texts: (name) => [...(asTexts(at(name)) ?? wrong(name, "a list of texts"))].sort(),
    number: (name) => asNumber(at(name)) ?? wrong(name, "a number"),
    flag: (name) => asFlag(at(name)) ?? wrong(name, "true or false"),
    document: (name) => asDigest(at(name)) ?? wrong(name, "a document"),
    list: (name) => (asList(at(name)) ?? wrong(name, "a list")).map((item) => fieldsOf(item, `${what} ${name}`)),
    group: (name) => fieldsOf(at(name), `${what} ${name}`),
    all: fields,
  };
}

function asText(value: Json): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function asNumber(value: Json): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function asFlag(value: Json): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function asList(value: Json): readonly Json[] | undefined {
  return isList(value) ? value : undefined;
}

function asTexts(value: Json): readonly string[] | undefined {
  return asList(value)?.every((item) => typeof item === "string") ? asList(value)?.map(String) : undefined;
}

function asDigest(value: Json): string | undefined {
  if (typeof value === "string") return value;
  return isFields(value) && typeof value.document === "string" ? digest(value.document) : undefined;
}

function asFields(value: Json | undefined, what: string): Fields {
  return value !== undefined && isFields(value) ? value : wrongField(what, "", "named fields", value ?? null);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function wrongField(what: string, name: string, wanted: string, is: Json): never {
  throw new OpsError({
    code: "wrong-field",
    reason: "usage",
    what: `${what}${name && ` ${name}`} is not ${wanted}`,
    why: `it is ${canonical(is)}`,
    next: "correct the recipe or the environment file that it comes from",
  });
}

/** Names of the fields of `after` that `before` has otherwise. */
export function differing(before: Fields, after: Fields): readonly string[] {
  return Object.keys(after).filter((name) => canonical(before[name] ?? null) !== canonical(after[name] ?? null));
}

/** The fields of that name only. */
export function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

/** `type m5.large -> m5.xlarge, image ami-1 -> ami-2` */
export function changedText(before: Fields, after: Fields, names: readonly string[]): string {
  return names.map((name) => `${name} ${shown(before[name])} -> ${shown(after[name])}`).join(", ");
}

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return "none";
  return typeof value === "string" ? value : canonical(value);
}
