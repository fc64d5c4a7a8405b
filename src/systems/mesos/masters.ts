import { isSystemError, OpsError } from "../../model/error.ts";
import { numberAt, textAt } from "../../model/json-at.ts";
import { isRefusal } from "../../model/network-error.ts";
import { quoted } from "../../model/printable.ts";
import type { Address } from "../../model/world.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { exchange } from "./http.ts";
import { findLeader, type Leader } from "./leader.ts";
import { parseJson } from "./read.ts";
import { isServing, type ZookeeperHealth, zookeeperHealth } from "./zookeeper.ts";

/** One configured master: its mesos-master process and the ZooKeeper server beside it. */
export interface MasterHealth {
  readonly address: string;
  /** Its mesos-master answers HTTP. */
  readonly isAnswering: boolean;
  readonly version?: string;
  /** The host refused the connection: it is there, and no mesos-master is. */
  readonly isRefused?: true;
  /** It says that it was elected; proven it is by `isLeading`. */
  readonly isElected: boolean;
  /** It is the proven leader. */
  readonly isLeading: boolean;
  /** Its replicated log has recovered (metric `registrar/log/recovered`). */
  readonly hasRecoveredLog: boolean;
  /** It answers, and says itself that it knows of no leader. */
  readonly isLeaderless?: true;
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
  const leader = orNone(findLeader(cluster));
  return await Promise.all(cluster.masters.map((master) => readMaster(cluster, master, leader)));
}

/** One of them. What it says itself and who is proven to lead are asked side by side. */
export async function readMaster(
  cluster: Cluster,
  master: Address,
  proven: Promise<Leader | undefined>,
): Promise<MasterHealth> {
  const [leader, said, zookeeper] = await Promise.all([
    proven,
    askItself(cluster, master),
    zookeeperHealth(cluster, master.host),
  ]);
  const process = processHealth(master, leader, said);
  const isJoined = isServing(cluster, zookeeper) && process.hasRecoveredLog && process.knowsLeader;
  const isLeading = leader?.host === master.host;
  const detail = `${process.detail}; ${zookeeper.detail}`;
  return { address: master.host, ...process, isLeading, zookeeper, isJoined, detail };
}

/** `undefined`: nobody is proven to lead, or nobody could be asked. */
export async function orNone(leader: Promise<Leader>): Promise<Leader | undefined> {
  try {
    return await leader;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** What a master process says of itself. */
interface Said {
  readonly version: string;
  readonly isElected: boolean;
  readonly hasRecoveredLog: boolean;
  /** `Location` of its `/redirect`. */
  readonly location: string | undefined;
}

/** Each page is asked once: metrics are answered about twice a second, more wait in line (sheet, section 8, point 11). */
async function askItself(cluster: Cluster, master: Address): Promise<Said | OpsError> {
  try {
    const [version, metrics, redirect] = await Promise.all([
      get(cluster, master, "/version"),
      get(cluster, master, "/metrics/snapshot"),
      exchange(cluster.reach, master, { method: "GET", path: "/master/redirect" }),
    ]);
    return {
      version: textAt(version, "version") ?? "",
      isElected: numberAt(metrics, "master/elected") === 1,
      hasRecoveredLog: numberAt(metrics, "registrar/log/recovered") === 1,
      location: redirect.location,
    };
  } catch (error) {
    if (isSystemError(error)) return error;
    throw error;
  }
}

type ProcessHealth = Omit<MasterHealth, "address" | "isLeading" | "zookeeper" | "isJoined">;

function processHealth(master: Address, leader: Leader | undefined, said: Said | OpsError): ProcessHealth {
  if (said instanceof OpsError) {
    const refused = isRefusal(said) ? ({ isRefused: true } as const) : {};
    const nothing = { isAnswering: false, isElected: false, hasRecoveredLog: false, knowsLeader: false };
    return { ...nothing, ...refused, detail: `mesos-master: ${said.why}` };
  }
  const { version, isElected, hasRecoveredLog } = said;
  const knowsLeader = pointsTo(master, leader, said.location);
  const detail = processDetail(master, leader, hasRecoveredLog, knowsLeader);
  const leaderless = said.location === undefined ? ({ isLeaderless: true } as const) : {};
  return { isAnswering: true, ...leaderless, version, isElected, hasRecoveredLog, knowsLeader, detail };
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
function pointsTo(master: Address, leader: Leader | undefined, location: string | undefined): boolean {
  const base = `http://${master.host}`;
  if (!leader || location === undefined || !URL.canParse(location, base)) return false;
  const { hostname, port } = new URL(location, base);
  return [leader.host, leader.hostname].includes(hostname) && Number(port || 80) === leader.port;
}
