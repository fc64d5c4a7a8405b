import { isFields, parsedJson } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { HttpAnswer } from "./http.ts";

/** What an answer that is no success says, in any of the four shapes (sheet, section 9, point 1). */
export function messageOf({ text, headers }: Pick<HttpAnswer, "text" | "headers">): string {
  const id = headers["x-openstack-request-id"];
  const said = messageIn(text) || "no reason given";
  return typeof id === "string" ? `${said} (${id})` : said;
}

function messageIn(text: string): string {
  const body = parsedJson(text);
  if (body === undefined) return withoutTags(text);
  const direct = textAt(body, "message");
  if (direct !== undefined) return withoutTags(direct);
  const inner = isFields(body) ? Object.values(body).map((each) => textAt(each, "message")) : [];
  return withoutTags(inner.find((each) => each !== undefined) ?? "");
}

function withoutTags(text: string): string {
  return text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
