import type { Json } from "../../../model/json.ts";
import { Refused } from "../../site/refusal.ts";
import type { SiteServer } from "../../site/server.ts";
import { fault } from "../errors.ts";
import { pythonText } from "../fields.ts";

/** A refusal of Nova's schemas, in its words. @param what of the value, after its Python text */
export function invalid(name: string, value: Json | undefined, what: string) {
  const shown = typeof value === "string" ? value : pythonText(value);
  return fault(400, `Invalid input for field/attribute ${name}. Value: ${shown}. ${what}`);
}

/** Metadata as it may be: texts of at most 255 characters. @throws ServiceError 400 */
export function metadataIn(fields: { readonly [name: string]: Json }): Readonly<Record<string, string>> {
  const checked = Object.entries(fields).map(([name, value]): readonly [string, string] => {
    if (typeof value !== "string") throw invalid(name, value, `${pythonText(value)} is not of type 'string'`);
    if (value.length > 255) throw invalid(name, value, `'${value}' is too long`);
    return [name, value];
  });
  return Object.fromEntries(checked);
}

const takingStates: readonly SiteServer["vmState"][] = ["active", "paused", "stopped"];

/** A server that takes changes of its tags and metadata. @throws Refused 409 while it is being built, or in ERROR */
export function taking(server: SiteServer, action: string): SiteServer {
  if (takingStates.includes(server.vmState)) return server;
  throw new Refused(409, `Cannot '${action}' instance ${server.id} while it is in vm_state ${server.vmState}`);
}
