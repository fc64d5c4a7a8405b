import { isFields, type Json } from "../../model/json.ts";
import { at, isTrueAt, listAt, numberAt, textAt } from "../../model/json-at.ts";
import type { Cluster } from "./cluster.ts";
import { askLeader, findLeader, type Leader } from "./leader.ts";
import { legacyState } from "./legacy.ts";
import { v1 } from "./redirect.ts";

/** One agent as the leader knows it. */
export interface Agent {
  readonly id: string;
  readonly hostname: string;
  /** The IPv4 address it registered with; absent while it has not registered again. */
  readonly address?: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** False: known from the registry only, it has not registered again since the failover. */
  readonly isRegistered: boolean;
  /** Registered, connected and not deactivated. */
  readonly isActive: boolean;
  /** An operator stopped its offers. */
  readonly isDeactivated: boolean;
  /** `DRAINING`, `DRAINED`; absent when it is not being drained. */
  readonly drainState?: string;
  /** `max_grace_period` of its drain, where one was given. */
  readonly drainGraceSeconds?: number;
  /** Its drain ends with marking it gone. */
  readonly isGoneWhenDrained?: boolean;
  readonly version?: string;
  /** Milliseconds since the epoch. */
  readonly registeredAt?: number;
  /** Tasks or executors hold resources of it. */
  readonly isHoldingResources: boolean;
}

/** The attribute by which agents announce their type. */
export const typeAttribute = "slave-type";

/** `unknown type` for an agent that announces none. */
export function typeOf(agent: Agent): string {
  return agent.attributes[typeAttribute] ?? "unknown type";
}

/** All agents that a recovered leader knows. Unreachable ones are not among them (sheet, section 3). */
export async function readAgents(cluster: Cluster, leader?: Leader): Promise<readonly Agent[]> {
  const by = leader ?? (await findLeader(cluster));
  if (by.protocol === "legacy") return legacyAgents(await legacyState(cluster, by));
  const body = at(await askLeader(cluster, by, v1("GET_AGENTS")), "get_agents");
  return [
    ...listAt(body, "agents").map(registeredAgent),
    ...listAt(body, "recovered_agents").map((info) => recoveredAgent(info, attributesOf(listAt(info, "attributes")))),
  ];
}

function registeredAgent(agent: Json): Agent {
  const info = at(agent, "agent_info");
  const nanoseconds = numberAt(agent, "registered_time", "nanoseconds");
  const drain = at(agent, "drain_info", "config");
  const grace = numberAt(drain, "max_grace_period", "nanoseconds");
  return {
    ...recoveredAgent(info, attributesOf(listAt(info, "attributes"))),
    ...present("address", addressOf(textAt(agent, "pid"))),
    isRegistered: true,
    isActive: isTrueAt(agent, "active"),
    isDeactivated: isTrueAt(agent, "deactivated"),
    ...present("drainState", textAt(agent, "drain_info", "state")),
    ...present("drainGraceSeconds", grace === undefined ? undefined : grace / 1e9),
    ...present("isGoneWhenDrained", isTrueAt(drain, "mark_gone") ? true : undefined),
    ...present("version", textAt(agent, "version")),
    ...present("registeredAt", nanoseconds === undefined ? undefined : Math.round(nanoseconds / 1e6)),
    isHoldingResources: listAt(agent, "allocated_resources").length > 0,
  };
}

function recoveredAgent(info: Json | undefined, attributes: Readonly<Record<string, string>>): Agent {
  return {
    id: textAt(info, "id", "value") ?? textAt(info, "id") ?? "",
    hostname: textAt(info, "hostname") ?? "",
    attributes,
    isRegistered: false,
    isActive: false,
    isDeactivated: false,
    isHoldingResources: false,
  };
}

function legacyAgents(state: Json): readonly Agent[] {
  return listAt(state, "slaves").map((slave) => {
    const registeredAt = numberAt(slave, "registered_time");
    const used = at(slave, "used_resources");
    return {
      ...recoveredAgent(slave, textsOf(at(slave, "attributes"))),
      ...present("address", addressOf(textAt(slave, "pid"))),
      isRegistered: true,
      isActive: isTrueAt(slave, "active"),
      ...present("version", textAt(slave, "version")),
      ...present("registeredAt", registeredAt === undefined ? undefined : Math.round(registeredAt * 1000)),
      isHoldingResources: isFields(used) && Object.values(used).some((amount) => amount !== 0),
    };
  });
}

/** Only attributes of type TEXT and SCALAR: the console reads no others. */
function attributesOf(attributes: readonly Json[]): Readonly<Record<string, string>> {
  const entries = attributes.map((attribute) => {
    const value = at(attribute, "text", "value") ?? at(attribute, "scalar", "value");
    return [textAt(attribute, "name") ?? "", String(value ?? "")];
  });
  return Object.fromEntries(entries);
}

function textsOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

/** `slave(1)@10.0.0.7:5051` -> `10.0.0.7` */
function addressOf(pid: string | undefined): string | undefined {
  return /@(\d+\.\d+\.\d+\.\d+):\d+$/.exec(pid ?? "")?.[1];
}

/** A field only when there is a value: absent stays absent. */
function present<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  const none: { readonly [key in K]?: V } = {};
  return value === undefined ? none : { ...none, [name]: value };
}

/**
 * The agent of a host: by its id, host name (full or short, any case) or address. A host may appear under two ids
 * for minutes (sheet, section 6): the one that registered last is meant.
 */
export function agentOf(agents: readonly Agent[], host: string): Agent | undefined {
  const wanted = host.toLowerCase();
  const found = agents.filter((agent) => namesOf(agent).some((name) => name.toLowerCase() === wanted));
  return found.toSorted((a, b) => (b.registeredAt ?? 0) - (a.registeredAt ?? 0))[0];
}

/** Every name a host's agent answers to. */
export function namesOf(agent: Agent): readonly string[] {
  const short = agent.hostname.split(".")[0] ?? agent.hostname;
  const names = [agent.id, agent.hostname, short, agent.address ?? agent.hostname];
  return [...new Set(names)].filter((name) => name !== "");
}
