import { closest } from "../../model/closest.ts";
import { OpsError } from "../../model/error.ts";
import { quoted } from "./error.ts";
import { aliasesOf, isOfDomain, shortName } from "./names.ts";
import { readServers, type Server, type ServerLook } from "./servers.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The one server that answers to what was typed: short or full name in any case, id, LANDB alias, IPv4 address.
 * Throws `unknown-host` (usage) with the nearest names, and `ambiguous-host` (refused) when several answer to it.
 */
export async function findServer(
  typed: string,
  look: ServerLook,
): Promise<{ readonly id: string; readonly name: string }> {
  const servers = await readServers(look);
  const found = servers.filter((server) => answersTo(typed.trim().toLowerCase(), server, look));
  if (found.length > 1) throw ambiguous(typed, found);
  const [server] = found;
  if (!server) throw unknown(typed, servers);
  return { id: server.id, name: shortName(server.name) };
}

function answersTo(typed: string, server: Server, { environment }: ServerLook): boolean {
  if (uuid.test(typed)) return server.id === typed;
  if (server.addresses.some((address) => address.toLowerCase() === typed)) return true;
  if (typed === "" || !isOfDomain(typed, environment)) return false;
  return shortName(server.name) === shortName(typed) || aliasesOf(server).includes(shortName(typed));
}

function unknown(typed: string, servers: readonly Server[]): OpsError {
  const names = [...new Set(servers.map(({ name }) => shortName(name)))];
  const near = closest(shortName(typed), names);
  return new OpsError({
    code: "unknown-host",
    reason: "usage",
    what: `no server answers to ${quoted(typed, 80) || "an empty name"}`,
    why: `the project has ${names.length} servers; looked for by name, id, alias and address`,
    next: near.length > 0 ? `nearest: ${near.join(", ")}` : `it has: ${names.slice(0, 10).join(", ")}`,
  });
}

/** Which of them is meant, the console must not choose. */
export function ambiguous(typed: string, found: readonly Server[]): OpsError {
  return new OpsError({
    code: "ambiguous-host",
    reason: "refused",
    what: `${found.length} servers answer to ${quoted(typed, 80)}`,
    why: found.map(({ id, name, created }) => `${name} ${id}, made ${created}`).join("; "),
    next: "give the id of the one that is meant; a name that two have is refused for every change",
  });
}
