import { type Json, parsedJson } from "../../model/json.ts";
import { listAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";

/** `{message, errors: [{message}]}`, or the beginning of what else it is. */
export function messageIn(text: string): string {
  const body = parsedJson(text);
  const message = textAt(body, "message");
  const more = listAt(body, "errors").flatMap((error) => (typeof error === "string" ? error : detailOf(error)));
  return quoted([message ?? text, ...more].filter((part) => part !== "").join(": "), 400);
}

function detailOf(error: Json): string | [] {
  const [message, field, code] = [textAt(error, "message"), textAt(error, "field"), textAt(error, "code")];
  return message ?? (field !== undefined && code !== undefined ? `${field} ${code}` : []);
}
