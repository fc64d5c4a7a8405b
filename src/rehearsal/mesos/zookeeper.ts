import type { ClusterNow } from "./cluster.ts";
import { isAlive, type Life } from "./lives.ts";
import { hasQuorum } from "./reigns.ts";
import { unitOf, variableOf } from "./units.ts";

/** A server catches up with its leader before it serves. */
const syncsWithinMs = 3_000;

/** The words that a server answers unless it is configured otherwise (ZooKeeper Administrator's Guide, since 3.5.3). */
const defaultWords = "srvr";

/** The answer of a cluster's ZooKeeper server to a four-letter word. */
export function fourLetters(cluster: ClusterNow, life: Life, word: string): string {
  const unit = unitOf(life.machine, "zookeeper");
  const allowed = variableOf(life.machine, unit, "ZOO_4LW_COMMANDS_WHITELIST") ?? defaultWords;
  const command = word.trim();
  if (![command, "*"].some((name) => allowed.split(/[ ,]+/).includes(name)))
    return `${command} is not executed because it is not in the whitelist.\n`;
  if (command === "ruok") return "imok";
  const serving = servers(cluster);
  if (!serving.includes(life)) return "This ZooKeeper instance is not currently serving requests\n";
  const place = { version: versionOf(unit?.image), isLeader: serving[0] === life, followers: serving.length - 1 };
  return command === "mntr" ? monitor(place) : server(place);
}

interface Place {
  readonly version: string;
  readonly isLeader: boolean;
  readonly followers: number;
}

/** The servers that serve now, the leader first: the one that has been there longest. */
function servers({ contest, now }: ClusterNow): readonly Life[] {
  if (!hasQuorum(contest, now)) return [];
  const synced = contest.servers.filter((life) => isAlive(life, now) && life.from + syncsWithinMs <= now);
  return synced.toSorted((a, b) => a.from - b.from || b.machine.address.localeCompare(a.machine.address));
}

/** The tag of the image, as ZooKeeper tells its build. */
function versionOf(image: string | undefined): string {
  const tag = /:([^:/]+)$/.exec(image ?? "")?.[1] ?? "3.8.4";
  return `${tag}-9316c2a7a97e1666d8f4593f34dd6fc36ecc436c, built on 2024-02-12 22:16 UTC`;
}

function server({ version, isLeader }: Place): string {
  const lines = [
    `Zookeeper version: ${version}`,
    "Latency min/avg/max: 0/0.5/12",
    "Received: 248",
    "Sent: 247",
    "Connections: 3",
    "Outstanding: 0",
    "Zxid: 0x100000042",
    `Mode: ${isLeader ? "leader" : "follower"}`,
    "Node count: 18",
    ...(isLeader ? ["Proposal sizes last/min/max: 48/48/412"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function monitor({ version, isLeader, followers }: Place): string {
  const values: Readonly<Record<string, string | number>> = {
    zk_version: version,
    zk_server_state: isLeader ? "leader" : "follower",
    zk_peer_state: isLeader ? "leading - broadcast" : "following - broadcast",
    zk_num_alive_connections: 3,
    zk_outstanding_requests: 0,
    zk_znode_count: 18,
    zk_watch_count: 6,
    zk_ephemerals_count: 6,
    zk_approximate_data_size: 1274,
    zk_open_file_descriptor_count: 64,
    zk_max_file_descriptor_count: 1_048_576,
    ...(isLeader && { zk_learners: followers, zk_synced_followers: followers, zk_pending_syncs: 0 }),
  };
  const lines = Object.entries(values).map(([name, value]) => `${name}\t${value}`);
  return `${lines.join("\n")}\n`;
}
