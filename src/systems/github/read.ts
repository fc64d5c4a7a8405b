import type { OpsError } from "../../model/error.ts";
import { type Json, parsedJson } from "../../model/json.ts";
import { at, numberAt } from "../../model/json-at.ts";
import type { HttpAnswer } from "../../remote/http.ts";
import type { Client } from "./client.ts";
import { githubError, githubRefusal } from "./error.ts";
import { headerIn } from "./limits.ts";
import { messageIn } from "./message.ts";
import { pathBelow } from "./redirect.ts";

/** Where the repositories are, and how they are asked. */
export interface Hub {
  readonly client: Client;
  /** Of the API. */
  readonly url: string;
  readonly owner: string;
}

const pagesAtMost = 20;
const missing: ReadonlySet<number> = new Set([404, 409]);

/**
 * The JSON at a path. `undefined`: there is none, or the token may not see it; an empty repository has no refs (409).
 * @throws OpsError `github-denied`, `github-answer`
 */
export async function read(hub: Hub, path: string): Promise<Json | undefined> {
  const answer = await hub.client.get(path);
  return missing.has(answer.status) ? undefined : bodyOf(answer, path);
}

/** All pages of a list; `key`: where the list is in an answer that is no list itself. Never a part of it. */
export async function readAll(hub: Hub, path: string, key?: string): Promise<readonly Json[]> {
  const rows: Json[] = [];
  let next: string | undefined = path;
  for (let page = 1; next !== undefined; page += 1) {
    if (page > pagesAtMost) throw incomplete(path, `it has more than ${pagesAtMost} pages`);
    const answer: HttpAnswer = await hub.client.get(next);
    if (answer.status === 404) throw unseen(path);
    const body = bodyOf(answer, path);
    rows.push(...rowsOf(body, key, path));
    next = nextPage(answer, hub.url, path);
    const total = numberAt(body, "total_count");
    if (next === undefined && total !== undefined && total > rows.length) {
      throw incomplete(path, `it has ${rows.length} of ${total}`);
    }
  }
  return rows;
}

function incomplete(path: string, why: string): OpsError {
  return githubError("github-answer", `GitHub's answer to GET ${path.split("?")[0]}`, why);
}

function unseen(path: string): OpsError {
  const why = "404: there is no such repository, or the token may not see it";
  const next = "look at the repository's name in the environment file, and at what the token in GITHUB_TOKEN may read";
  return githubError("github-denied", `GitHub's answer to GET ${path}`, why, next);
}

function rowsOf(body: Json, key: string | undefined, path: string): readonly Json[] {
  const rows = key === undefined ? body : at(body, key);
  if (Array.isArray(rows)) return rows;
  throw githubError("github-answer", `GitHub's answer to GET ${path}`, "it is no list");
}

/** `Link: <https://api.github.com/…&page=2>; rel="next"`. @throws OpsError `github-answer` for one that leads elsewhere */
function nextPage(answer: HttpAnswer, base: string, path: string): string | undefined {
  const links = (headerIn(answer, "link") ?? "").split(/,\s*(?=<)/);
  const [, address] = links.map((link) => /^<([^>]*)>.*\brel="next"/.exec(link)).find((match) => match) ?? [];
  const next = address === undefined ? undefined : pathBelow(base, address);
  if (address !== undefined && next === undefined) throw incomplete(path, "its next page is on another server");
  return next;
}

/** @throws OpsError `github-denied`, `github-answer` */
export function bodyOf(answer: HttpAnswer, path: string): Json {
  const what = `GitHub's answer to GET ${path.split("?")[0]}`;
  const why = `${answer.status} ${messageIn(answer.text)}`;
  if (answer.status === 401 || answer.status === 403) throw githubError("github-denied", what, why);
  const body = parsedJson(answer.text);
  if (answer.status === 200 && body !== undefined) return body;
  throw githubError("github-answer", what, why);
}

const refusing: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 409, 410, 422]);

/** What a change was answered with, where GitHub did not make it. @throws NotDone, or OpsError: then it is a doubt */
export function failed(answer: HttpAnswer, what: string, next?: string): OpsError {
  const why = `${answer.status} ${messageIn(answer.text)}`;
  if (!refusing.has(answer.status)) return githubError("github-answer", what, why, next);
  const hidden = answer.status === 404 ? "; it may be that the token must not do that" : "";
  const code = answer.status === 401 || answer.status === 403 ? "github-denied" : "github-refused";
  return githubRefusal(code, what, `${why}${hidden}`, next);
}
