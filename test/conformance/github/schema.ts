import { canonical, type Fields, isFields, type Json } from "#src/model/json.ts";
import { at, isTrueAt, listAt, textAt } from "#src/model/json-at.ts";

const known: ReadonlySet<string> = new Set([
  ...["type", "nullable", "enum", "format", "items", "properties", "required", "additionalProperties", "oneOf", "$ref"],
  ...["minLength", "maxLength", "title", "description", "default", "x-trimmed"],
]);

/**
 * How a value differs from a schema of an OpenAPI 3.0 document: a line for each place. A field that the schema does not
 * have is a difference, too: nothing is made up. An object without properties was cut off there: anything fits.
 */
export function schemaDifferences(document: Json, given: Json, value: Json, path = "$"): readonly string[] {
  const schema = resolved(document, given);
  const unknown = Object.keys(schema).filter((keyword) => !known.has(keyword));
  if (unknown.length > 0) return [`${path}: this check does not know ${unknown.join(", ")}`];
  if (value === null && schema.nullable === true) return [];
  const options = listAt(schema, "oneOf");
  if (options.length > 0) return fitsOne(document, options, value, path);
  if (isCutOff(schema)) return [];
  const mistake = mistakeOf(schema, value);
  if (mistake !== undefined) return [`${path}: ${mistake}, not ${JSON.stringify(value)?.slice(0, 80)}`];
  return [...inList(document, schema, value, path), ...inFields(document, schema, value, path)];
}

/** `{"$ref": "#/components/schemas/git-ref"}` */
export function resolved(document: Json, schema: Json): Fields {
  const reference = textAt(schema, "$ref");
  const found = reference === undefined ? schema : at(document, ...reference.replace(/^#\//, "").split("/"));
  if (isFields(found)) return found;
  throw new Error(`${JSON.stringify(schema)} leads to nothing`);
}

function fitsOne(document: Json, options: readonly Json[], value: Json, path: string): readonly string[] {
  const found = options.map((option) => schemaDifferences(document, option, value, path));
  return found.some(({ length }) => length === 0) ? [] : (found[0] ?? []);
}

function isCutOff({ type, properties, additionalProperties }: Fields): boolean {
  return type === "object" && properties === undefined && additionalProperties === undefined;
}

function mistakeOf(schema: Fields, value: Json): string | undefined {
  const type = textAt(schema, "type");
  if (type !== undefined && !isOfType(type, value)) return `a value of type ${type}`;
  const choices = listAt(schema, "enum");
  if (choices.length > 0 && !choices.some((choice) => canonical(choice) === canonical(value)))
    return "one of its values";
  if (typeof value !== "string") return undefined;
  const [atLeast, atMost] = [Number(schema.minLength ?? 0), Number(schema.maxLength ?? Number.POSITIVE_INFINITY)];
  if (value.length < atLeast || value.length > atMost) return `a text of ${atLeast} to ${atMost} characters`;
  return hasFormat(textAt(schema, "format"), value) ? undefined : `a text of the format ${schema.format}`;
}

function isOfType(type: string, value: Json): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isFields(value);
  return typeof value === type;
}

function hasFormat(format: string | undefined, text: string): boolean {
  if (format === "date-time") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  return format !== "uri" || URL.canParse(text);
}

function inList(document: Json, schema: Fields, value: Json, path: string): readonly string[] {
  if (!Array.isArray(value) || schema.items === undefined) return [];
  const items = schema.items;
  return value.flatMap((each, index) => schemaDifferences(document, items, each, `${path}[${index}]`));
}

function inFields(document: Json, schema: Fields, value: Json, path: string): readonly string[] {
  if (!isFields(value)) return [];
  const properties = at(schema, "properties");
  const missing = listAt(schema, "required").filter((name) => !(String(name) in value));
  const isClosed =
    isFields(properties) && !isTrueAt(schema, "additionalProperties") && !at(schema, "additionalProperties");
  const extra = Object.keys(value).filter((name) => isClosed && at(properties, name) === undefined);
  const inside = Object.entries(value).flatMap(([name, inner]) => {
    const own = at(properties, name);
    return own === undefined ? [] : schemaDifferences(document, own, inner, `${path}.${name}`);
  });
  return [...missing.map((name) => `- ${path}.${name}`), ...extra.map((name) => `+ ${path}.${name}`), ...inside];
}
