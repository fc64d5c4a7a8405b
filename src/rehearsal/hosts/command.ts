import type { Site } from "../site/index.ts";
import type { Said } from "../ssh/server.ts";
import type { Host } from "./host.ts";
import type { Hosts } from "./hosts.ts";
import type { Play } from "./play.ts";

/** One command as it is called on a host. */
export interface Call {
  readonly site: Site;
  readonly hosts: Hosts;
  readonly host: Host;
  /** Without the command's name. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What answers HTTP at a port of a host, as one reaches it from here; `undefined`: the connection is refused. */
  fetch(url: URL, init: RequestInit): Promise<Response | undefined>;
}

/** `authority`: Puppet's, which is the gateway where the environment names no machine for it. */
export type Where = "servers" | "gateway" | "authority";

/** A command that hosts of the rehearsal know. */
export interface Command {
  readonly name: string;
  /** Where there is one. Default: everywhere. */
  readonly on?: Where;
  /** Whether it only looks when it is called like this. */
  isLook(words: readonly string[]): boolean;
  /** How it goes on. */
  play?(call: Call): Play;
  /** For one that asks somebody else and so has an answer only later. */
  ask?(call: Call): Promise<Said>;
}
