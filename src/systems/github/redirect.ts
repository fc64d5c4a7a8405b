import type { HttpAnswer, HttpRequest } from "../../remote/http.ts";
import { githubRefusal } from "./error.ts";
import { headerIn } from "./limits.ts";

const redirects: ReadonlySet<number> = new Set([301, 302, 307, 308]);

/**
 * Where a repository that was renamed is asked instead, on the same server; `undefined`: it is no redirect.
 * @throws NotDone `github-moved`: a change, or the token, is sent to no other place
 */
export function redirectOf(answer: HttpAnswer, request: HttpRequest, base: string): string | undefined {
  if (!redirects.has(answer.status)) return undefined;
  const what = `${request.method} ${request.path} is answered with ${answer.status}`;
  const keepsMethod = answer.status === 307 || answer.status === 308;
  if (request.method !== "GET" && !keepsMethod) {
    throw githubRefusal("github-moved", what, "the repository has another name now, and changes do not follow it");
  }
  const path = pathBelow(base, headerIn(answer, "location") ?? "");
  if (path !== undefined) return path;
  throw githubRefusal("github-moved", what, "it leads to another server, which does not get the token");
}

/** The path and query of an address that GitHub gave, below the API's own; `undefined`: it is of another server. */
export function pathBelow(base: string, address: string): string | undefined {
  const api = new URL(base);
  const url = address === "" ? null : URL.parse(address, `${base}/`);
  const root = api.pathname.replace(/\/$/, "");
  if (url?.origin !== api.origin || !url.pathname.startsWith(`${root}/`)) return undefined;
  return `${url.pathname.slice(root.length)}${url.search}`;
}
