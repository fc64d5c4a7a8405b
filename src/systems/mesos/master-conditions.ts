import { isSystemError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { Address } from "../../model/world.ts";
import { hostOf, no, requiredNumber, unknown, yes } from "./answers.ts";
import { masterCalled } from "./cluster.ts";
import type { Looks } from "./looks.ts";
import type { MasterHealth } from "./masters.ts";
import { isSilence } from "./redirect.ts";
import { isServing } from "./zookeeper.ts";

/** Parameters: none. A cluster that answers and has no leader is a `no`: an election takes about 10 s. */
export async function leaderElected(looks: Looks): Promise<ConditionState> {
  try {
    const leader = await looks.leader();
    return yes(`${leader.host} leads (${quoted(leader.version)})`);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "mesos-no-leader") throw error;
    return areSilent(error.cause) ? unknown(error.why) : no(error.why);
  }
}

/** No master answered, so none said that nobody leads. */
function areSilent(cause: unknown): boolean {
  return cause instanceof AggregateError && cause.errors.every(isSilence);
}

/** A question about one master, by any of its names. */
function ofMaster(answer: (looks: Looks, master: Address) => Promise<ConditionState>) {
  return async (looks: Looks, parameters: Fields): Promise<ConditionState> => {
    const host = hostOf(parameters);
    const master = masterCalled(looks.cluster, host);
    return master ? await answer(looks, master) : unknown(`${host} is no master of ${looks.cluster.stack}`);
  };
}

/** Parameters: `{host}` or `{address}`. */
export const masterJoined = ofMaster(async (looks, master) => {
  const health = await looks.master(master);
  if (health.isJoined) return yes(lineOf(health));
  const isTold = (await isMasterTold(looks, health)) || (await isZookeeperTold(looks, health));
  return isTold ? no(lineOf(health)) : unknown(lineOf(health));
});

/** Parameters: `{host}` or `{address}`. */
export const masterLeads = ofMaster(async (looks, { host }) => {
  const leader = await looks.leader();
  return { holds: leader.host === host ? "yes" : "no", detail: `${leader.host} leads` };
});

/** Parameters: `{host}` or `{address}`. Another master is proven to lead. */
export const anotherLeads = ofMaster(async (looks, { host }) => {
  const leader = await looks.leader();
  return { holds: leader.host === host ? "no" : "yes", detail: `${leader.host} leads` };
});

/** Parameters: `{host}` or `{address}`. The ZooKeeper server beside the master leads or follows in sync. */
export const zookeeperServes = ofMaster(async (looks, master) => {
  const health = await looks.master(master);
  const { zookeeper } = health;
  if (isServing(looks.cluster, zookeeper)) return yes(zookeeper.detail);
  const next = `see on ${master.host} whether zookeeper runs`;
  return (await isZookeeperTold(looks, health)) ? no(zookeeper.detail, next) : unknown(zookeeper.detail);
});

/**
 * Parameters: `{host}` or `{address}`. Its replicated log has recovered, and it points to a leader that answers the
 * operator API: one that has not recovered its registry refuses that, whatever its metrics say (sheet, section 8,
 * point 6).
 */
export const registryRecovered = ofMaster(async (looks, master) => {
  const health = await looks.master(master);
  if (!(await isMasterTold(looks, health))) return unknown(health.detail);
  if (health.isElected && !health.isLeading) return no("it is elected and has not finished recovery");
  if (!health.hasRecoveredLog || !health.knowsLeader) return no(health.detail);
  return yes(health.isLeading ? "it leads, its registry has recovered" : "its log has recovered");
});

/**
 * Parameters: `{host}` or `{address}`. Neither its mesos-master nor its ZooKeeper serves anybody, both proven: they say
 * so themselves, or the host refuses the connection where another master takes one. A silence is no proof.
 */
export const servesNothing = ofMaster(async (looks, master) => {
  const health = await looks.master(master);
  const isServed = isServing(looks.cluster, health.zookeeper) || (health.isAnswering && !health.isLeaderless);
  if (isServed) return no(lineOf(health));
  const isTold = (await isMasterTold(looks, health)) && (await isZookeeperTold(looks, health));
  return isTold ? yes(lineOf(health)) : unknown(lineOf(health));
});

/** Whether a master's process is known to run or not. */
async function isMasterTold(looks: Looks, health: MasterHealth): Promise<boolean> {
  if (health.isAnswering || !health.isRefused) return health.isAnswering;
  return await anotherAnswers(looks, health, (other) => other.isAnswering);
}

async function isZookeeperTold(looks: Looks, health: MasterHealth): Promise<boolean> {
  const isAnswering = ({ zookeeper }: MasterHealth) => zookeeper.role !== "unreachable";
  if (isAnswering(health) || !health.zookeeper.isRefused) return isAnswering(health);
  return await anotherAnswers(looks, health, isAnswering);
}

/** A refusal may be a firewall's. It is the host's own where another master takes connections; a hung one is not waited for. */
async function anotherAnswers(
  looks: Looks,
  { address }: MasterHealth,
  answers: (health: MasterHealth) => boolean,
): Promise<boolean> {
  const others = looks.cluster.masters.filter(({ host }) => host !== address);
  const asked = others.map(
    async (other) => answers(await looks.master(other)) || Promise.reject(new Error("it does not")),
  );
  return await Promise.any(asked).catch(() => false);
}

/** Parameters: `{except?: host or address, atLeast: number}`: how many of the configured masters provably are joined. */
export async function mastersHealthy(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const atLeast = requiredNumber(parameters, "atLeast");
  const except = textAt(parameters, "except");
  const left = except === undefined ? undefined : masterCalled(looks.cluster, except);
  if (except !== undefined && !left) return unknown(`${except} is no master of ${looks.cluster.stack}`);
  const masters = (await looks.masters()).filter((master) => master.address !== left?.host);
  return joinedAmong(masters, atLeast, `${atLeast} needed`);
}

/** Parameters: `{count: number}`: as many masters as there are to be, each in sync, and one of them leads. */
export async function quorumComplete(looks: Looks, parameters: Fields): Promise<ConditionState> {
  const count = requiredNumber(parameters, "count");
  const masters = await looks.masters();
  const state = joinedAmong(masters, count, `${count} to be there`);
  return masters.some(isHeard) ? state : { ...state, holds: "unknown" };
}

/** Of masters of which none is heard nothing is known: others may hear them. */
function isHeard({ isAnswering, zookeeper }: MasterHealth): boolean {
  return isAnswering || zookeeper.role !== "unreachable";
}

function joinedAmong(masters: readonly MasterHealth[], wanted: number, words: string): ConditionState {
  const done = masters.filter((master) => master.isJoined).length;
  const alike = [...Map.groupBy(masters, ({ detail }) => detail)];
  const said = alike.map(([detail, group]) => `${group.map(({ address }) => address).join(", ")} ${detail}`);
  const detail = `${done} of ${masters.length} masters are healthy, ${words}: ${said.join(", ")}`;
  return { holds: done >= wanted ? "yes" : "no", detail, progress: { done: Math.min(done, wanted), total: wanted } };
}

function lineOf(master: MasterHealth): string {
  return `${master.address} ${master.detail}`;
}
