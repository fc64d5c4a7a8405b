import { AwsError } from "./error.ts";

/** What an answer is made of. `undefined` is left out; a list's elements are `item` (EC2) or `member` (the others). */
export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

export interface Dialect {
  /** The name of a list's elements. */
  readonly item: "item" | "member";
}

/** Control characters may not stand in XML as they are: as references they come through to the client. */
function escapeText(text: string): string {
  return text.replace(/[&<>"\u0000-\u001f\u007f]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

function isList(value: Xml): value is readonly Xml[] {
  return Array.isArray(value);
}

function body(value: Xml, dialect: Dialect): string {
  if (isList(value)) return value.map((item) => element(dialect.item, item, dialect)).join("");
  if (typeof value !== "object") return escapeText(String(value));
  return Object.entries(value)
    .map(([name, child]) => element(name, child, dialect))
    .join("");
}

/** One element with its content; nothing for `undefined`. */
export function element(name: string, value: Xml, dialect: Dialect): string {
  return value === undefined ? "" : `<${name}>${body(value, dialect)}</${name}>`;
}

export function xmlResponse(text: string, status: number, requestId: string): Response {
  const headers = { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId };
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`, { status, headers });
}

/** What was thrown as AWS would tell it: a defect of the world is an `InternalError`, as an outage of theirs would be. */
export function awsErrorOf(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError("InternalError", why, 500);
}
