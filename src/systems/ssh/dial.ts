import type { Duplex } from "node:stream";
import { OpsError } from "../../model/error.ts";
import { reasonOf } from "../../model/network-error.ts";
import type { Address, World } from "../../model/world.ts";
import type { Connection, Limits } from "./connection.ts";
import type { Destination } from "./destination.ts";
import { connectDirect, type DirectOptions } from "./direct.ts";
import { isRefused, sshError } from "./error.ts";
import { gate } from "./gate.ts";
import type { HostKeys } from "./keys.ts";
import { needsSystem, operatorMethods, rehearsedMethods } from "./methods.ts";

export interface DialOptions {
  readonly world: World;
  /** The operator's `.ssh`. */
  readonly folder: string;
  readonly limits: Limits;
  /** Another way in, where ssh2 has none. */
  readonly bySystem: (to: Destination) => Promise<Connection>;
  readonly keysOf: (to: Destination) => HostKeys;
  /** A stream to an address by way of a machine that is jumped over. */
  readonly jump: (over: readonly string[], target: Address) => Promise<Duplex>;
}

/** Makes connections by `ssh2`. */
export interface Dialer {
  connect(to: Destination): Promise<Connection>;
  /** The key that the host shows; the handshake ends there. */
  hostKey(to: Destination): Promise<Buffer>;
}

export function createDialer(options: DialOptions): Dialer {
  const handshakes = gate(options.limits.handshakesAtOnce);
  const make = async (to: Destination, more: Pick<DirectOptions, "methods" | "verify">) => {
    const through = await throughTo(to, options);
    const hostKeyAlgorithms = options.keysOf(to).algorithms();
    const { name, user } = to;
    const direct = { name, user, through, hostKeyAlgorithms, limits: options.limits, ...more };
    return handshakes(() => connectDirect(direct));
  };
  const direct = async (to: Destination) => {
    const keys = options.keysOf(to);
    return await make(to, { methods: methodsFor(to, options), verify: (key) => keys.verify(key) });
  };
  const hostKey = async (to: Destination) => await shownKey(to, make);
  return { hostKey, connect: async (to) => await connect(to, { ...options, direct, hostKey }) };
}

interface Ways extends DialOptions {
  readonly direct: (to: Destination) => Promise<Connection>;
  readonly hostKey: (to: Destination) => Promise<Buffer>;
}

/** By ssh2, and by the system's ssh where that is needed, or where ssh2 is not let in and ssh may be. */
async function connect(to: Destination, ways: Ways): Promise<Connection> {
  if (ways.world.ssh) return await ways.direct(to);
  const keys = ways.keysOf(to);
  if (needsSystem(to, keys)) return await bySystem(to, keys, ways);
  try {
    return await ways.direct(to);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return await bySystem(to, keys, ways);
  }
}

/** A key that ssh did not take is looked at once more, so that its fingerprint is told. */
async function bySystem(to: Destination, keys: HostKeys, ways: Ways): Promise<Connection> {
  try {
    return await ways.bySystem(to);
  } catch (error) {
    if (error instanceof OpsError && error.code === "ssh-host-key") keys.verify(await ways.hostKey(to));
    throw error;
  }
}

function methodsFor(to: Destination, { world, folder }: DialOptions) {
  return world.ssh ? rehearsedMethods(world.ssh, to.user) : operatorMethods(to, folder);
}

/** The address in the world, or a stream over the machines to jump over. */
async function throughTo(to: Destination, options: DialOptions): Promise<Address | Duplex> {
  const target = { host: to.hostName, port: to.port };
  if (to.settings.jumps) return await options.jump(to.settings.jumps, target);
  try {
    return await options.world.connect(to.hostName, to.port);
  } catch (cause) {
    throw sshError("ssh-unreachable", `${to.name} is not reached by SSH`, reasonOf(cause), cause);
  }
}

type Make = (to: Destination, more: Pick<DirectOptions, "methods" | "verify">) => Promise<Connection>;

async function shownKey(to: Destination, make: Make): Promise<Buffer> {
  const seen: Buffer[] = [];
  const enough = new Error("the key was seen");
  const verify = (key: Buffer) => {
    seen.push(Buffer.from(key));
    throw enough;
  };
  await make(to, { methods: [], verify }).catch((error: unknown) => {
    if (error !== enough) throw error;
  });
  const [key] = seen;
  if (!key) throw sshError("ssh-unreachable", `${to.name} shows no host key`, "the handshake ended before it");
  return key;
}
