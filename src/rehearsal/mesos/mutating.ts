import { isFields, parsedJson } from "../../model/json.ts";
import { reads } from "./operator.ts";

/** Legacy endpoints that only read, whatever the method: Mesos ignores it there (recorded: `DELETE /state` is 200). */
const readPages =
  /^(\/master)?\/(health|version|redirect|flags|slaves|state|state-summary|frameworks|tasks)$|^\/metrics\/|^\/registrar/;

/**
 * Whether a request to a master could change something. What is not known to read counts as changing: for tests that
 * claim that nothing was changed.
 */
export function isMutating(method: string, path: string, body: string): boolean {
  const bare = path.split("?")[0] ?? path;
  if (/^(\/master)?\/api\/v1\/?$/.test(bare)) return method === "POST" && !isReadCall(body);
  return method !== "GET" && method !== "HEAD" && !readPages.test(bare);
}

function isReadCall(body: string): boolean {
  const call = parsedJson(body);
  return (
    isFields(call) && typeof call.type === "string" && (Object.hasOwn(reads, call.type) || /^GET_/.test(call.type))
  );
}
