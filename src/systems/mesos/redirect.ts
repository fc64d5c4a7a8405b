import { isSystemError, OpsError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { Address } from "../../model/world.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { exchange, type HttpAnswer, type HttpRequest } from "./http.ts";

/** An answer and the master that gave it. */
export interface Answered {
  readonly by: Address;
  readonly answer: HttpAnswer;
}

const hopsAtMost = 3;

/** A call of the operator API, sheet section 3. */
export function v1(type: string, body: Readonly<Record<string, Json>> = {}): HttpRequest {
  return { method: "POST", path: "/api/v1", body: JSON.stringify({ type, ...body }) };
}

/**
 * Sends a request to a master and follows its redirects by hand, with the same method and body, to masters of the
 * environment only and never in a circle. Gives the first answer that is not a redirect, whatever its status.
 */
export async function follow(cluster: Cluster, from: Address, request: HttpRequest): Promise<Answered> {
  const visited: Address[] = [];
  let by = from;
  for (;;) {
    const answer = await exchange(cluster.reach, by, request).catch((error) => thatLeads(visited.at(-1), error));
    if (answer.status !== 307) return { by, answer };
    visited.push(by);
    by = redirected(cluster, by, answer.location, visited);
  }
}

/** Nothing came back, from nobody: a redirect to one that is silent is an answer. */
export function isSilence(error: unknown): boolean {
  return isSystemError(error) && silences.has(error.code) && !isSentOn(error);
}

/** Another master's failure, told again by {@link thatLeads}. */
function isSentOn({ code, cause }: OpsError): boolean {
  return isSystemError(cause) && cause.code === code;
}

const silences: ReadonlySet<string> = new Set(["mesos-unreachable", "mesos-no-answer"]);

/** Adds who sent us there: after a fail-over that is often a dead leader's follower. */
function thatLeads(follower: Address | undefined, error: unknown): never {
  if (!follower || !isSystemError(error)) throw error;
  const { code, reason, what, why, next } = error;
  throw new OpsError({ code, reason, what: `${follower.host} says who leads, but ${what}`, why, next, cause: error });
}

function redirected(cluster: Cluster, by: Address, location: string | undefined, visited: readonly Address[]): Address {
  const to = masterOf(cluster, by, location);
  if (!to) throw refusedRedirect(by, location, "that is no master of the environment");
  if (visited.some((master) => master.host === to.host))
    throw refusedRedirect(by, location, "the redirects go in a circle");
  if (visited.length > hopsAtMost) throw refusedRedirect(by, location, `more than ${hopsAtMost} redirects`);
  return to;
}

function refusedRedirect(by: Address, location: string | undefined, why: string): OpsError {
  return mesosError("mesos-redirect", `${by.host} redirects to ${quoted(location ?? "nowhere")}`, why);
}

/** The master of the environment that a redirect points to. */
export function masterOf(cluster: Cluster, by: Address, location: string | undefined): Address | undefined {
  const base = `http://${by.host}:${by.port}`;
  if (location === undefined || !URL.canParse(location, base)) return undefined;
  const { hostname, port } = new URL(location, base);
  return cluster.masters.find((master) => master.host === hostname && String(master.port) === (port || "80"));
}
