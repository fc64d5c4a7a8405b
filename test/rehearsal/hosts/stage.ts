import { createRequire } from "node:module";
import type { OpenStackEnvironment } from "#src/model/environment.ts";
import { chooseFaults, knownFaults } from "#src/rehearsal/faults.ts";
import { siteLandscape } from "#src/rehearsal/site/index.ts";
import type { Said } from "#src/rehearsal/ssh/server.ts";
import alibuild from "../../../environments/alibuild.ts";

const require = createRequire(import.meta.url);
const ssh2: typeof import("ssh2") = require("ssh2");

export const startsAt = Date.UTC(2026, 10, 20, 12);

/** A site with its hosts, and commands on them over SSH. */
export async function openStage(faults: readonly string[] = [], environment: OpenStackEnvironment = alibuild) {
  const chosen = chooseFaults(faults, await knownFaults("openstack"));
  const landscape = siteLandscape({ id: "stage", environment, seed: 1, faults: chosen, startsAt });
  const { world: site, doors, access } = landscape;
  const clients: { end(): void }[] = [];
  const connect = async (host: string, key = access.ssh?.privateKey ?? "") => {
    const door = await doors.open(host, 22);
    if (!door) throw new Error("connection refused");
    const connected = await login(door.port, key);
    clients.push(connected.client);
    return connected;
  };
  const run = async (host: string, ...words: readonly string[]): Promise<Said> => {
    const { client } = await connect(host);
    const said = await exec(client, words.map(quoted).join(" "));
    client.end();
    return said;
  };
  const pass = (seconds: number) => site.ground.time.sleep(seconds * 1000);
  const close = () => {
    for (const client of clients) client.end();
    doors.close();
  };
  return { site, doors, access, connect, run, pass, close };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
type Client = InstanceType<typeof ssh2.Client>;

export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

interface Connected {
  readonly client: Client;
  /** Of the host's key, hex. */
  readonly hostKey: string;
}

function login(port: number, privateKey: string): Promise<Connected> {
  const { promise, resolve, reject } = Promise.withResolvers<Connected>();
  const client = new ssh2.Client();
  let hostKey = "";
  const hostVerifier = (key: Buffer) => {
    hostKey = key.toString("base64");
    return true;
  };
  client.on("ready", () => resolve({ client, hostKey })).on("error", reject);
  client.connect({ host: "127.0.0.1", port, username: "root", privateKey, hostVerifier });
  client.setNoDelay(true);
  return promise;
}

export function exec(client: Client, line: string): Promise<Said> {
  const { promise, resolve, reject } = Promise.withResolvers<Said>();
  client.exec(line, (error, channel) => {
    if (error) return reject(error);
    const said = { stdout: "", stderr: "", exitCode: -1 };
    channel.on("data", (data: Buffer) => {
      said.stdout += data.toString();
    });
    channel.stderr.on("data", (data: Buffer) => {
      said.stderr += data.toString();
    });
    channel.on("exit", (code: number) => {
      said.exitCode = code;
    });
    channel.on("close", () => resolve(said));
  });
  return promise;
}
