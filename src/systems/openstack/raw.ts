import { OpsError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import type { Cloud } from "./cloud.ts";
import { quoted } from "./error.ts";
import { type Service, serviceTypes } from "./session.ts";

/** A look typed at the prompt: `raw("compute", "/servers/detail", { status: "ERROR" })`. There is no other method. */
export async function rawGet(
  cloud: Cloud,
  service: string,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Json> {
  if (!isService(service)) throw unusable(service, `a service is one of ${Object.keys(serviceTypes).join(", ")}`);
  if (!isPlainPath(path)) throw unusable(path, "a path begins with one slash and stays below the service's endpoint");
  const text = new URLSearchParams(query).toString();
  return await cloud.get(service, text === "" ? path : `${path}?${text}`);
}

function isService(text: string): text is Service {
  return Object.hasOwn(serviceTypes, text);
}

/** With dots a path would climb out of the project; what else is odd in it would be taken for a host. */
function isPlainPath(path: string): boolean {
  return /^(\/[A-Za-z0-9._~%:@-]+)+$/.test(path) && !path.split("/").some((part) => /^(\.|%2e){1,2}$/i.test(part));
}

function unusable(given: string, why: string): OpsError {
  return new OpsError({
    code: "wrong-argument",
    reason: "usage",
    what: `${quoted(given, 80)} cannot be asked for`,
    why,
    next: 'openstack("compute", "/servers/detail")',
  });
}
