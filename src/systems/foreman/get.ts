import { type Json, parsedJson } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import { foremanError } from "./error.ts";

/** What Foreman answered to one GET. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Reads one path below Foreman's URL. There is no other method. */
export type Get = (path: string) => Promise<Answer>;

/** Sheet `cern`, section 6. */
export const acceptedVersion = "application/json, version=2";
/** A report of a broken host has long logs. */
export const answerBytes = 4 * 1024 * 1024;

/** The JSON at a path; `undefined`: 404, there is none. @throws OpsError `foreman-denied`, `foreman-answer` */
export async function read(get: Get, path: string): Promise<Json | undefined> {
  const { status, text } = await get(path);
  const what = `Foreman's answer to GET ${path}`;
  if (status === 401 || status === 403) throw foremanError("foreman-denied", what, `${status} ${messageIn(text)}`);
  const body = parsedJson(text);
  if (status === 404 && body !== undefined) return undefined;
  if (status === 200 && body !== undefined) return body;
  throw foremanError("foreman-answer", what, `${status} ${messageIn(text)}`);
}

/** `{"error":{"message":…}}`, or the beginning of what else it is. */
function messageIn(text: string): string {
  return quoted(textAt(parsedJson(text), "error", "message") ?? text);
}
