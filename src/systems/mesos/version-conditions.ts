import type { Fields } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import { compareVersions } from "../../model/version-order.ts";
import { type Agent, namesOf, typeOf } from "./agents.ts";
import { no, required, shortened, unknown, yes } from "./answers.ts";
import type { Looks } from "./looks.ts";
import type { MasterHealth } from "./masters.ts";

/** What one process runs. */
interface Running {
  /** `mesos-master`, or the agent's type. */
  readonly type: string;
  readonly host: string;
  /** Absent: it does not tell at the moment. */
  readonly version?: string;
}

/** Parameters: `{version}`. Every configured master and every agent runs it. The value counts them by version. */
export async function runsVersion(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const version = required(parameters, "version");
  const [masters, { agents }] = await Promise.all([looks.masters(), looks.agents()]);
  const [ofMasters, ofAgents] = [masters.map(masterRuns), agents.map(agentRuns)];
  const running = [...ofMasters, ...ofAgents];
  const others = running.filter((each) => each.version !== version).toSorted(byHost);
  const progress = { done: running.length - others.length, total: running.length };
  const value = { masters: countsOf(ofMasters), agents: countsOf(ofAgents) };
  const detail = `${progress.done} of ${progress.total} run ${version}${othersText(others)}`;
  if (others.length === 0) return { ...yes(detail), progress, value };
  const isTold = others.some((each) => each.version !== undefined);
  const state = isTold ? no(detail, wayOf(looks.cluster.stack, others)) : unknown(detail);
  return { ...state, progress, value };
}

/** In the same order at every look. */
function byHost(one: Running, other: Running): number {
  return one.host.localeCompare(other.host, "en", { numeric: true });
}

function masterRuns({ address, version }: MasterHealth): Running {
  return { type: "mesos-master", host: address, ...(version && { version: quoted(version) }) };
}

function agentRuns(agent: Agent): Running {
  const { hostname, version } = agent;
  return { type: quoted(typeOf(agent)), host: quoted(hostname), ...(version && { version: quoted(version) }) };
}

/** `{"1.11.0": 3}`; those that do not tell count as `unknown`. */
function countsOf(running: readonly Running[]): Fields {
  const byVersion = Map.groupBy(running, ({ version }) => version ?? "unknown");
  return Object.fromEntries([...byVersion].map(([version, of]) => [version, of.length]).toSorted());
}

/** `; mesos-fixed 1.9.0: ip-10-20-1-17, …` */
function othersText(others: readonly Running[]): string {
  const alike = Map.groupBy(others, ({ type, version }) => `${type} ${version ?? "(does not tell)"}`);
  return [...alike].map(([what, of]) => `; ${what}: ${shortened(of.map(({ host }) => host))}`).join("");
}

/** Fixed agents are replaced by name and never by a new definition; everything else is. */
function wayOf(stack: string, others: readonly Running[]): string {
  const left = others.filter(({ version }) => version !== undefined);
  const fixed = left.filter(({ type }) => type === "mesos-fixed").map(({ host }) => JSON.stringify(host));
  if (fixed.length < left.length) return `MesosCluster.create!(${JSON.stringify(stack)})`;
  return `MesosFixed.replace!(${[JSON.stringify(stack), ...fixed].join(", ")})`;
}

/**
 * Parameters: `{version, except?: host names}`. No agent is newer than that version: an older master does not know
 * what newer agents tell it. `except`: those that go before.
 */
export async function noneNewer(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const version = required(parameters, "version");
  const { agents } = await looks.agents();
  const asked = agents.filter((agent) => !isNamed(agent, parameters.except));
  const silent = asked.filter((agent) => agent.version === undefined);
  const newer = asked.filter((agent) => agent.version !== undefined && isNewer(agent.version, version));
  if (newer.length > 0) return no(`newer than ${version}${othersText(newer.map(agentRuns))}`);
  if (silent.length > 0) return unknown(`which version they run is not told yet${othersText(silent.map(agentRuns))}`);
  return yes(`none of ${asked.length} agents is newer than ${version}`);
}

/** What cannot be compared may be newer. */
function isNewer(version: string, than: string): boolean {
  return (compareVersions(version, than) ?? 1) > 0;
}

/** By any of its names. */
export function isNamed(agent: Agent, names: Fields[string] | undefined): boolean {
  const wanted = Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : [];
  return namesOf(agent).some((name) => wanted.includes(name.toLowerCase()));
}
