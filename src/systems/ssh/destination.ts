import { userInfo } from "node:os";
import { OpsError } from "../../model/error.ts";
import type { World } from "../../model/world.ts";
import { type KeyNames, keyNames } from "./keys.ts";
import type { HostSettings } from "./settings.ts";

/** A host as it is connected to. */
export interface Destination {
  /** Its full name: `alibuild07.cern.ch`. */
  readonly name: string;
  /** What is looked up and connected to; the name, unless the operator's settings say otherwise. */
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly keyNames: KeyNames;
  /** Empty in a rehearsal, whose world has its own identity. */
  readonly settings: HostSettings;
}

export interface DestinationOptions {
  readonly world: World;
  readonly domain: string;
  /** On the hosts. */
  readonly user: string;
  readonly gateway?: string;
  /** What the operator's `~/.ssh/config` says of a host; not asked in a rehearsal. */
  readonly settingsOf: (name: string) => Promise<HostSettings>;
}

/**
 * Where a host is and as whom it is logged in to. On the hosts the environment's user counts, whatever the operator's
 * settings say of all machines of the domain; on the gateway and on machines to jump over it is the operator's own.
 */
export async function destinationOf(host: string, options: DestinationOptions): Promise<Destination> {
  const name = fullName(host, options.domain);
  const isGateway = options.gateway !== undefined && isNodeOf(name, fullName(options.gateway, options.domain));
  const settings = options.world.ssh ? {} : await options.settingsOf(name);
  const own = settings.user ?? (options.world.ssh ? "operator" : userInfo().username);
  const { hostName = name, port = 22 } = settings;
  const names = [name, ...(settings.hostKeyAlias ? [settings.hostKeyAlias] : [hostName])];
  const aliases = isGateway && options.gateway ? [fullName(options.gateway, options.domain)] : [];
  const user = isGateway ? own : options.user;
  return { name, hostName, port, user, keyNames: keyNames(names, aliases, port), settings };
}

/** A machine to jump over, as `ProxyJump` names it: `jane@bastion.cern.ch:2222`. */
export async function hopOf(jump: string, options: DestinationOptions): Promise<Destination> {
  const [, user, host = "", port] = /^(?:ssh:\/\/)?(?:([^@]+)@)?(.+?)(?::(\d+))?$/.exec(jump) ?? [];
  const name = host.toLowerCase();
  const settings = await options.settingsOf(name);
  const at = { hostName: settings.hostName ?? name, port: port ? Number(port) : (settings.port ?? 22) };
  const names = keyNames([name, settings.hostKeyAlias ?? at.hostName], [], at.port);
  return { name, ...at, user: user ?? settings.user ?? userInfo().username, keyNames: names, settings };
}

function fullName(host: string, domain: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9.:-]*$/.test(host)) throw notAHost(host);
  const name = host.toLowerCase().replace(/\.$/, "");
  return name.includes(".") || name.includes(":") || name === "localhost" ? name : `${name}.${domain}`;
}

/** `aiadm81.cern.ch` is one machine behind `aiadm.cern.ch`: the alias and a number. */
function isNodeOf(name: string, gateway: string): boolean {
  const [short = "", ...domain] = gateway.split(".");
  const [node = "", ...itsDomain] = name.split(".");
  return domain.join(".") === itsDomain.join(".") && node.startsWith(short) && /^\d*$/.test(node.slice(short.length));
}

function notAHost(host: string): OpsError {
  return new OpsError({
    code: "unknown-host",
    reason: "usage",
    what: `${JSON.stringify(host)} is no host's name`,
    why: "a name has letters, digits, dots and hyphens",
    next: "type a host's name as the environment has it",
  });
}
