import { connect, type Socket } from "node:net";
import { isSystemError } from "../../model/error.ts";
import { isRefusal, reasonOf } from "../../model/network-error.ts";
import { quoted } from "../../model/printable.ts";
import type { Address } from "../../model/world.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";

/**
 * What a ZooKeeper server is. `leader` and `follower` only while it serves: a follower serves once it has caught up
 * with its leader. `looking`: it answers and serves nobody (no quorum, or not yet in sync).
 */
export interface ZookeeperHealth {
  readonly role: "leader" | "follower" | "standalone" | "looking" | "unreachable";
  /** What was seen, for people. */
  readonly detail: string;
  /** The host refused the connection: it is there, and no server is. */
  readonly isRefused?: true;
}

/** `mntr` answers some 60 lines. */
const answerBytes = 64 * 1024;

/**
 * Asks a ZooKeeper server by four-letter words: `mntr`, or `srvr` where that is not allowed (since 3.5.3 only `srvr`
 * is by default). Never throws. Source: ZooKeeper Administrator's Guide, "The Four Letter Words".
 */
export async function zookeeperHealth(cluster: Cluster, host: string): Promise<ZookeeperHealth> {
  try {
    const monitor = await fourLetters(cluster, host, "mntr");
    if (isForbidden(monitor)) return fromServer(await fourLetters(cluster, host, "srvr"));
    return fromMonitor(monitor);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const refused = isRefusal(error) ? ({ isRefused: true } as const) : {};
    return { role: "unreachable", detail: `ZooKeeper: ${error.why}`, ...refused };
  }
}

/** A server that stands alone beside other masters is one that does not know of them. */
export function isServing({ masters }: Pick<Cluster, "masters">, { role }: ZookeeperHealth): boolean {
  return role === "leader" || role === "follower" || (role === "standalone" && masters.length === 1);
}

/** Not on the list of allowed words; answered as a sentence, with the connection closed. */
function isForbidden(answer: string): boolean {
  return answer.includes("not in the whitelist");
}

function fromMonitor(answer: string): ZookeeperHealth {
  const lines = answer.split("\n").map((line) => line.split("\t"));
  const values = new Map(lines.map(([name = "", value = ""]) => [name, value.trim()]));
  const state = values.get("zk_server_state");
  const peer = values.get("zk_peer_state");
  if (peer !== undefined && !peer.includes("broadcast"))
    return { role: "looking", detail: `ZooKeeper is not in sync yet (${quoted(peer)})` };
  return state === undefined ? notServing(answer) : serving(state);
}

function fromServer(answer: string): ZookeeperHealth {
  const mode = /^Mode: (\S+)/m.exec(answer)?.[1];
  return mode === undefined ? notServing(answer) : serving(mode);
}

function serving(role: string): ZookeeperHealth {
  if (role === "leader" || role === "follower" || role === "standalone") return { role, detail: `ZooKeeper ${role}` };
  return { role: "looking", detail: `ZooKeeper is ${quoted(role)}` };
}

function notServing(answer: string): ZookeeperHealth {
  return { role: "looking", detail: `ZooKeeper: ${quoted(answer) || "closed the connection without a word"}` };
}

async function fourLetters(cluster: Cluster, host: string, word: string): Promise<string> {
  const { reach, zookeeperPort: port } = cluster;
  const direct = async () => await converseAt(cluster, host, () => reach.connect(host, port), word);
  if (!reach.detour) return await direct();
  const around = (tunnel: Address) => converseAt(cluster, host, async () => tunnel, word);
  return await reach.detour.reach({ to: { host, port }, direct, around, signal: reach.signal });
}

async function converseAt(cluster: Cluster, host: string, open: () => Promise<Address>, word: string): Promise<string> {
  const { reach, zookeeperPort } = cluster;
  try {
    const address = await open();
    const deadline = AbortSignal.timeout(reach.limits.connectWithinMs);
    const signal = AbortSignal.any([reach.signal, deadline]);
    return await converse(connect({ ...address, signal }), word);
  } catch (cause) {
    throw mesosError("mesos-unreachable", `ZooKeeper at ${host}:${zookeeperPort}`, reasonOf(cause), cause);
  }
}

function converse(socket: Socket, word: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
    if (answer.length > answerBytes) socket.destroy(new Error("more than 64 KiB of answer"));
  });
  socket.once("connect", () => socket.write(word));
  socket.once("end", () => resolve(answer)).once("error", reject);
  return promise;
}
