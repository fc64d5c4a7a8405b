import type { Address } from "../../model/world.ts";
import type { Cluster } from "./cluster.ts";
import { isSystemError, mesosError, quoted } from "./error.ts";
import { exchange } from "./http.ts";
import { findLeader, type Leader } from "./leader.ts";
import { numberAt, parseJson, textAt } from "./read.ts";
import { type ZookeeperHealth, zookeeperHealth } from "./zookeeper.ts";

/** One configured master: its mesos-master process and the ZooKeeper server beside it. */
export interface MasterHealth {
  readonly address: string;
  /** Its mesos-master answers HTTP. */
  readonly isAnswering: boolean;
  readonly version?: string;
  /** It is the proven leader. */
  readonly isLeading: boolean;
  /** Its replicated log has recovered (metric `registrar/log/recovered`). */
  readonly hasRecoveredLog: boolean;
  /** It points to the proven leader. */
  readonly knowsLeader: boolean;
  readonly zookeeper: ZookeeperHealth;
  /** Leads or follows in sync, in ZooKeeper and among the masters: provably healthy. */
  readonly isJoined: boolean;
  /** What was seen, for people. */
  readonly detail: string;
}

/** Every configured master; none of them being reachable is an answer too. */
export async function readMasters(cluster: Cluster): Promise<readonly MasterHealth[]> {
  const leader = await provenLeader(cluster);
  return await Promise.all(cluster.masters.map((master) => masterHealth(cluster, master, leader)));
}

async function provenLeader(cluster: Cluster): Promise<Leader | undefined> {
  try {
    return await findLeader(cluster);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

async function masterHealth(cluster: Cluster, master: Address, leader: Leader | undefined): Promise<MasterHealth> {
  const [process, zookeeper] = await Promise.all([
    processHealth(cluster, master, leader),
    zookeeperHealth(cluster, master.host),
  ]);
  const isJoined = isInSync(cluster, zookeeper) && process.hasRecoveredLog && process.knowsLeader;
  const isLeading = leader?.host === master.host;
  const detail = `${process.detail}; ${zookeeper.detail}`;
  return { address: master.host, ...process, isLeading, zookeeper, isJoined, detail };
}

/** A server that stands alone beside other masters is one that does not know of them. */
function isInSync({ masters }: Cluster, { role }: ZookeeperHealth): boolean {
  return role === "leader" || role === "follower" || (role === "standalone" && masters.length === 1);
}

type ProcessHealth = Pick<MasterHealth, "isAnswering" | "version" | "hasRecoveredLog" | "knowsLeader" | "detail">;

async function processHealth(cluster: Cluster, master: Address, leader: Leader | undefined): Promise<ProcessHealth> {
  try {
    const version = textAt(await get(cluster, master, "/version"), "version") ?? "";
    const metrics = await get(cluster, master, "/metrics/snapshot");
    const hasRecoveredLog = numberAt(metrics, "registrar/log/recovered") === 1;
    const knowsLeader = await pointsTo(cluster, master, leader);
    const detail = processDetail(master, leader, hasRecoveredLog, knowsLeader);
    return { isAnswering: true, version, hasRecoveredLog, knowsLeader, detail };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const detail = `mesos-master: ${error.why}`;
    return { isAnswering: false, hasRecoveredLog: false, knowsLeader: false, detail };
  }
}

function processDetail(master: Address, leader: Leader | undefined, hasLog: boolean, knowsLeader: boolean): string {
  if (!hasLog) return "mesos-master answers, its log has not recovered";
  if (!leader) return "mesos-master answers, no master is proven to lead";
  if (!knowsLeader) return `mesos-master answers, does not know that ${leader.host} leads`;
  return leader.host === master.host ? "leads" : `follows ${leader.host}`;
}

async function get(cluster: Cluster, master: Address, path: string) {
  const answer = await exchange(cluster.reach, master, { method: "GET", path });
  if (answer.status === 200) return parseJson(answer.text, master.host);
  throw mesosError("mesos-answer", `${master.host}${path}`, `answers ${answer.status} ${quoted(answer.text)}`);
}

/** `/redirect` is answered by every master of every version; the leader's points to itself (sheet, section 8, point 3). */
async function pointsTo(cluster: Cluster, master: Address, leader: Leader | undefined): Promise<boolean> {
  const { location } = await exchange(cluster.reach, master, { method: "GET", path: "/master/redirect" });
  const base = `http://${master.host}`;
  if (!leader || location === undefined || !URL.canParse(location, base)) return false;
  const { hostname, port } = new URL(location, base);
  return [leader.host, leader.hostname].includes(hostname) && Number(port || 80) === leader.port;
}
