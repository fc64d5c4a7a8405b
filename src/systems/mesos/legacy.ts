import type { Json } from "../../model/json.ts";
import { numberAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { Address } from "../../model/world.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { exchange, type HttpAnswer } from "./http.ts";
import type { Leader } from "./leader.ts";
import { parseJson } from "./read.ts";
import { masterOf } from "./redirect.ts";
import { isAtLeast } from "./version.ts";

/** A master that could not recover within this time of its election has ended itself (sheet, section 8, point 6). */
const recoversOrAbortsMs = 60_000;

/**
 * The leader of a cluster older than 1.0, which has no operator API that would refuse before it has recovered.
 * It is believed only when it was elected longer ago than any recovery lasts.
 */
export async function legacyLeader(cluster: Cluster, master: Address): Promise<Leader> {
  const version = await legacyVersion(cluster, master);
  const redirect = await exchange(cluster.reach, master, { method: "GET", path: "/master/redirect" });
  const by = redirect.status === 307 ? masterOf(cluster, master, redirect.location) : undefined;
  if (!by)
    throw mesosError("mesos-answer", `${master.host} answers ${redirect.status}`, quoted(redirect.text) || "no leader");
  return await provenLeader(cluster, by, version);
}

async function legacyVersion(cluster: Cluster, master: Address): Promise<string> {
  const answer = await exchange(cluster.reach, master, { method: "GET", path: "/version" });
  const version = textAt(parseJson(answer.text, master.host), "version") ?? "";
  if (answer.status === 200 && version && !isAtLeast(version, 1, 0)) return version;
  const why = `it has no operator API, and its version is ${quoted(version) || "not told"}`;
  throw mesosError("mesos-answer", `${master.host} is not a Mesos master that can be asked`, why);
}

async function provenLeader(cluster: Cluster, by: Address, version: string): Promise<Leader> {
  const { answer, state } = await readState(cluster, by);
  const electedAt = 1000 * (numberAt(state, "elected_time") ?? Number.POSITIVE_INFINITY);
  const isLong = answer.dateMs !== undefined && answer.dateMs - electedAt >= recoversOrAbortsMs;
  const isLeading = textAt(state, "leader") !== undefined && textAt(state, "leader") === textAt(state, "pid");
  if (!isLong || !isLeading)
    throw mesosError("mesos-answer", `${by.host} (${version}) is not proven to lead`, "it was elected too recently");
  const id = textAt(state, "id") ?? "";
  return { ...by, id, hostname: textAt(state, "hostname") ?? by.host, version, electedAt, protocol: "legacy" };
}

async function readState(
  cluster: Cluster,
  by: Address,
): Promise<{ readonly answer: HttpAnswer; readonly state: Json }> {
  const answer = await exchange(cluster.reach, by, { method: "GET", path: "/master/state" });
  if (answer.status !== 200)
    throw mesosError("mesos-answer", `${by.host} answers ${answer.status} to GET /master/state`, quoted(answer.text));
  return { answer, state: parseJson(answer.text, by.host) };
}

/** The whole state of an old leader: the one document that has its agents and tasks in every version. */
export async function legacyState(cluster: Cluster, leader: Leader): Promise<Json> {
  return (await readState(cluster, leader)).state;
}
