import { connect } from "node:net";
import type { Duplex } from "node:stream";
import ssh2, {
  type AnyAuthMethod,
  type Client,
  type ClientCallback,
  type ClientChannel,
  type ConnectConfig,
  type ServerHostKeyAlgorithm,
} from "ssh2";
import { reasonOf } from "../../model/network-error.ts";
import { packing } from "../../model/packing.ts";
import type { Address } from "../../model/world.ts";
import type { Connection, Heard, Limits } from "./connection.ts";
import { sshError } from "./error.ts";

/** What a connection by `ssh2` is made with. */
export interface DirectOptions {
  /** For errors: `alibuild07.cern.ch`. */
  readonly name: string;
  readonly user: string;
  readonly methods: readonly AnyAuthMethod[];
  /** Host key algorithms, those of known keys first; another order would find an unknown key where one is known. */
  readonly hostKeyAlgorithms: readonly ServerHostKeyAlgorithm[];
  /** Takes the key (RFC 4253 wire format) as the host's, or throws. */
  verify(key: Buffer): void;
  readonly through: Address | Duplex;
  readonly limits: Limits;
}

/** Connects and authenticates. Rejects with what `verify` threw, or with `ssh-unreachable` or `ssh-refused`. */
export async function connectDirect(options: DirectOptions): Promise<Connection> {
  const client = new ssh2.Client();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.once("ready", resolve);
  client.on("error", (error) => reject(troubleOf(error, options)));
  client.once("close", () => reject(sshError("ssh-unreachable", notReached(options), "the connection was closed")));
  const verify = (key: Buffer): boolean => {
    try {
      options.verify(key);
      return true;
    } catch (error) {
      reject(error);
      return false;
    }
  };
  try {
    client.connect(configOf(options, verify));
    await promise;
    return connectionOf(client, options.name);
  } catch (error) {
    client.destroy();
    throw error;
  }
}

function configOf(options: DirectOptions, verify: (key: Buffer) => boolean): ConnectConfig {
  const { through, user, limits, methods } = options;
  const sock = "host" in through ? packing(connect({ ...through, noDelay: true })) : through;
  const waiting = methods.toReversed();
  return {
    sock,
    username: user,
    hostVerifier: verify,
    algorithms: { serverHostKey: [...options.hostKeyAlgorithms] },
    // What it gives back is the next method to try; `false`: there is none.
    authHandler: () => waiting.pop() ?? false,
    readyTimeout: limits.connectWithinMs,
    keepaliveInterval: limits.keepAliveMs,
    keepaliveCountMax: 3,
  };
}

/** An agent that cannot be reached is passed over by ssh2, which then tries the next method. */
function troubleOf(error: Error & { level?: string }, options: DirectOptions): unknown {
  if (error.level === "client-authentication") {
    const why = `no key was taken for the user ${options.user}`;
    return sshError("ssh-refused", `${options.name} refuses to let ${options.user} in`, why, error);
  }
  return sshError("ssh-unreachable", notReached(options), reasonOf(error), error);
}

function notReached({ name }: DirectOptions): string {
  return `${name} is not reached by SSH`;
}

function connectionOf(client: Client, name: string): Connection {
  let isOpen = true;
  // Errors after this end in `close`, where they are told to who waits.
  client.removeAllListeners("error").on("error", () => {});
  client.once("close", () => {
    isOpen = false;
  });
  return {
    isOpen: () => isOpen,
    execute: (text, heard, signal) => execute({ client, name, text, heard, signal }),
    open: (target) => openStream(client, name, target),
    close: () => client.end(),
  };
}

interface Execution {
  readonly client: Client;
  readonly name: string;
  readonly text: string;
  readonly heard: Heard;
  readonly signal: AbortSignal;
}

async function execute({ client, name, text, heard, signal }: Execution): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const lost = () =>
    reject(sshError("ssh-lost", `${name}: the connection was lost`, "it ended before the command did"));
  client.once("close", lost);
  let channel: ClientChannel | undefined;
  const abandon = () => {
    reject(signal.reason);
    channel?.close();
  };
  signal.addEventListener("abort", abandon, { once: true });
  try {
    begin(client, text, name, (error, opened) => {
      if (error) return reject(notBegun(error, name));
      channel = opened;
      if (signal.aborted) return abandon();
      listen(opened, heard, resolve, lost);
    });
    return await promise;
  } finally {
    client.off("close", lost);
    signal.removeEventListener("abort", abandon);
  }
}

/** A connection that is known to have ended takes nothing: ssh2 says so at once. */
function begin(client: Client, text: string, name: string, begun: ClientCallback): void {
  try {
    client.exec(text, begun);
  } catch (cause) {
    throw sshError("ssh-unreachable", `${name} is not reached by SSH`, "the connection has ended", cause);
  }
}

/** A channel without an exit status was cut off: only `exit` says how the command ended. */
function listen(
  channel: ClientChannel,
  heard: Heard,
  resolve: (exitCode: number | null) => void,
  lost: () => void,
): void {
  let exit: { readonly code: number | null } | undefined;
  channel.on("data", (chunk: Buffer) => heard.stdout(chunk));
  channel.stderr.on("data", (chunk: Buffer) => heard.stderr(chunk));
  channel.once("exit", (code: number | null) => {
    exit = { code };
  });
  channel.once("close", () => (exit ? resolve(exit.code) : lost()));
  channel.on("error", lost);
  channel.end();
}

/** `reason` is the server's, which opened no channel: the command's text was not sent. */
function notBegun(error: Error, name: string): unknown {
  if ("reason" in error) return sshError("ssh-unreachable", `${name} opens no session`, error.message, error);
  return sshError("ssh-lost", `${name}: the connection was lost`, error.message, error);
}

function openStream(client: Client, name: string, target: Address): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const failed = (cause: unknown) =>
    reject(
      sshError("ssh-unreachable", `${target.host}:${target.port} is not reached from ${name}`, reasonOf(cause), cause),
    );
  try {
    client.forwardOut("127.0.0.1", 0, target.host, target.port, (error, channel) => {
      if (error) failed(error);
      else resolve(channel);
    });
  } catch (error) {
    failed(error);
  }
  return promise;
}
