import type { Target } from "../../model/resource.ts";
import { type Agent, namesOf, typeAttribute } from "./agents.ts";
import { type Cluster, shortName } from "./cluster.ts";

/**
 * Every agent of a host: by host name (short or full, any case) or address. There may be several for minutes: after a
 * rebuild a new one, and the old one until it counts as unreachable (sheet, section 6). The latest first.
 */
export function agentsAt(
  { domain }: Pick<Cluster, "domain">,
  agents: readonly Agent[],
  host: string,
): readonly Agent[] {
  const wanted = host.toLowerCase().replace(/\.$/, "");
  const isMeant = (agent: Agent) => handlesOf(agent, domain).includes(wanted);
  return agents.filter(isMeant).toSorted((a, b) => (b.registeredAt ?? 0) - (a.registeredAt ?? 0));
}

/** With a domain, the short name is that of its hosts only: another domain's host of the same name is another host. */
function handlesOf(agent: Agent, domain: string | undefined): readonly string[] {
  const names = namesOf(agent).map((name) => name.toLowerCase());
  const hostname = agent.hostname.toLowerCase();
  if (domain === undefined || !hostname.includes(".")) return [...names, ...full(hostname, domain)];
  return names.filter((name) => name !== shortName(hostname) || hostname === `${name}.${domain}`);
}

/** An agent that announces a short name is of the place's domain. */
function full(hostname: string, domain: string | undefined): readonly string[] {
  return domain === undefined || hostname === "" ? [] : [`${hostname}.${domain}`];
}

/**
 * A host as Mesos knows it. Its id is the host's name, whichever agents it has at the moment: a rebuild between a plan
 * and its end does not make another thing of it.
 */
export function hostTarget({ domain }: Pick<Cluster, "domain">, host: string, agents: readonly Agent[]): Target {
  const name = shortName(host);
  const names = [name, ...(domain === undefined ? [] : [`${name}.${domain}`]), ...agents.flatMap(namesOf)];
  return {
    system: "mesos",
    kind: "agent",
    id: name,
    names: [...new Set(names)],
    tags: agents[0]?.attributes ?? {},
    attached: agents.map(({ id }) => id),
    isManaged: domain !== undefined || agents.some(({ attributes }) => typeAttribute in attributes),
  };
}

/** An old id, by itself. */
export function goneTarget(host: Target, id: string, agents: readonly Agent[] = []): Target {
  const names = [id, ...host.names, ...agents.flatMap(namesOf)];
  return { ...host, id, names: [...new Set(names)], attached: [] };
}
