import { isFields, type Json } from "../../model/json.ts";
import { at, isTrueAt, listAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { exchange } from "./http.ts";
import type { Leader } from "./leader.ts";
import { parseJson } from "./read.ts";

/** Ids of the agents that the masters keep on record; those that are unreachable are told nowhere else. */
export interface Registered {
  readonly admitted: readonly string[];
  readonly unreachable: readonly string[];
  readonly gone: readonly string[];
  /** Of those, admitted or unreachable: an operator stopped their offers or drains them. Kept until they are gone. */
  readonly deactivated: readonly string[];
  /** Capabilities without which a master does not recover this registry: `AGENT_DRAINING`. */
  readonly requires: readonly string[];
}

/**
 * The leader's registry, `/registrar(1)/registry`. Source: the recordings, and `src/master/registry.proto` of Apache
 * Mesos for `unreachable` and `gone`. A master that does not lead answers `{}`, which is no answer here.
 */
export async function readRegistry(cluster: Cluster, leader: Leader): Promise<Registered> {
  const path = "/registrar(1)/registry";
  const { status, text } = await exchange(cluster.reach, leader, { method: "GET", path });
  const body = status === 200 ? parseJson(text, leader.host) : undefined;
  if (!isFields(body) || !("master" in body))
    throw mesosError("mesos-answer", `${leader.host} answers ${status} to GET ${path}`, quoted(text) || "nothing");
  return {
    admitted: listAt(body, "slaves", "slaves").map((slave) => textAt(slave, "info", "id", "value") ?? ""),
    unreachable: listAt(body, "unreachable", "slaves").map((slave) => textAt(slave, "id", "value") ?? ""),
    gone: listAt(body, "gone", "slaves").map((slave) => textAt(slave, "id", "value") ?? ""),
    deactivated: [
      ...listAt(body, "slaves", "slaves")
        .filter(isDeactivated)
        .map((slave) => textAt(slave, "info", "id", "value") ?? ""),
      ...listAt(body, "unreachable", "slaves")
        .filter(isDeactivated)
        .map((slave) => textAt(slave, "id", "value") ?? ""),
    ],
    requires: listAt(body, "minimum_capabilities").map((needed) => textAt(needed, "capability") ?? ""),
  };
}

/** `deactivated` and `drain_info` of `src/master/registry.proto`; one that became unreachable keeps both. */
function isDeactivated(slave: Json): boolean {
  return isTrueAt(slave, "deactivated") || at(slave, "drain_info") !== undefined;
}
