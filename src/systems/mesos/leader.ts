import { isSystemError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { at, numberAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { Address } from "../../model/world.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import type { HttpRequest } from "./http.ts";
import { legacyLeader } from "./legacy.ts";
import { parseJson } from "./read.ts";
import { follow, v1 } from "./redirect.ts";

/** The master that leads and has recovered its registry. */
export interface Leader {
  /** Where it was asked: an address of the environment. */
  readonly host: string;
  readonly port: number;
  /** UUID of this reign: a re-elected process has another. */
  readonly id: string;
  /** As it announces itself; what redirects point to. */
  readonly hostname: string;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly electedAt: number;
  /** `legacy`: older than 1.0, without the operator API. */
  readonly protocol: "v1" | "legacy";
}

/**
 * Asks every master at once who leads. Only the operator API's `GET_MASTER` is believed: a leader that has not
 * recovered answers it with 503 while its legacy endpoints already say "no agents" (sheet, section 8, point 6).
 * Throws `mesos-no-leader` with what each master said.
 */
export async function findLeader(cluster: Cluster): Promise<Leader> {
  const race = new AbortController();
  const signal = AbortSignal.any([cluster.reach.signal, race.signal]);
  const asking = { ...cluster, reach: { ...cluster.reach, signal } };
  try {
    return await Promise.any(cluster.masters.map((master) => leaderThrough(asking, master)));
  } catch (error) {
    throw noLeader(cluster, error instanceof AggregateError ? error.errors : [error]);
  } finally {
    race.abort();
  }
}

async function leaderThrough(cluster: Cluster, master: Address): Promise<Leader> {
  const { by, answer } = await follow(cluster, master, v1("GET_MASTER"));
  if (answer.status === 404) return await legacyLeader(cluster, by);
  if (answer.status !== 200)
    throw mesosError("mesos-answer", `${by.host} answers ${answer.status}`, quoted(answer.text) || "no reason given");
  return leaderFrom(by, parseJson(answer.text, by.host));
}

function leaderFrom(by: Address, body: Json): Leader {
  const info = at(body, "get_master", "master_info");
  const id = textAt(info, "id");
  if (!id)
    throw mesosError("mesos-answer", `${by.host} does not say who leads`, "its GET_MASTER has no master_info.id");
  const electedAt = Math.round(1000 * (numberAt(body, "get_master", "elected_time") ?? 0));
  const hostname = textAt(info, "hostname") ?? by.host;
  return { ...by, id, hostname, version: textAt(info, "version") ?? "", electedAt, protocol: "v1" };
}

function noLeader(cluster: Cluster, errors: readonly unknown[]): unknown {
  const defect = errors.find((error) => !isSystemError(error));
  if (defect) return defect;
  const alike = Map.groupBy(errors.filter(isSystemError), ({ why }) => why);
  const said = [...alike].map(([why, group]) => `${[...new Set(group.map(({ what }) => what))].join(", ")}: ${why}`);
  return mesosError(
    "mesos-no-leader",
    `no leader of ${cluster.stack} that has recovered`,
    said.join("; "),
    new AggregateError(errors),
  );
}

/** Asks the leader, and gives the body of its 200. Throws `mesos-answer` for any other status. */
export async function askLeader(cluster: Cluster, leader: Leader, request: HttpRequest): Promise<Json> {
  const { by, answer } = await follow(cluster, leader, request);
  if (answer.status === 200) return parseJson(answer.text, by.host);
  const why = quoted(answer.text) || "no reason given";
  throw mesosError("mesos-answer", `${by.host} answers ${answer.status} to ${request.method} ${request.path}`, why);
}
