import { digest } from "../model/digest.ts";
import type { Fields, Json } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";

export interface WithDocuments {
  readonly resources: readonly Resource[];
  /** Long texts by digest. */
  readonly documents: Readonly<Record<string, string>>;
}

/** Takes the long texts out of the fields and leaves their digests, so that plans stay readable and comparable. */
export function takeDocuments(resources: readonly Resource[]): WithDocuments {
  const documents: Record<string, string> = {};
  const keep = (text: string): string => {
    const key = digest(text);
    documents[key] = text;
    return key;
  };
  return { resources: resources.map((resource) => withDigests(resource, keep)), documents };
}

function withDigests(resource: Resource, keep: (text: string) => string): Resource {
  return resource.desired === null ? resource : { ...resource, desired: fieldsWithDigests(resource.desired, keep) };
}

function fieldsWithDigests(fields: Fields, keep: (text: string) => string): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueWithDigests(value, keep)]));
}

function valueWithDigests(value: Json, keep: (text: string) => string): Json {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => valueWithDigests(item, keep));
  if (typeof value.document === "string" && Object.keys(value).length === 1) return keep(value.document);
  return fieldsWithDigests(value, keep);
}

function isList(value: readonly Json[] | Fields): value is readonly Json[] {
  return Array.isArray(value);
}
