import type { CloudCredentials, ForgeAccess, SshIdentity } from "../model/world.ts";
import type { reset } from "./aws.ts";
import type { Door } from "./doors.ts";
import type { Forge } from "./forge/index.ts";
import type { ProgramEnd } from "./programs/index.ts";
import type { RequestLog } from "./request-log.ts";
import type { Time } from "./time.ts";
import type { Troubles } from "./troubles.ts";

/** What every rehearsal world has, whatever place it is. */
export interface Embedded {
  readonly id: string;
  /** The environment's name. */
  readonly environment: string;
  readonly seed: number;
  readonly ground: { readonly time: Time; readonly troubles: Troubles };
  readonly requests: RequestLog;
}

/** As whom a console acts in a rehearsal. */
export interface Access {
  readonly openstack?: CloudCredentials;
  readonly ssh?: SshIdentity;
  /** Absent: the ticket on the gateway is good for it. */
  readonly foreman?: { readonly user: string; readonly password: string };
  readonly forge?: ForgeAccess;
  /** The console's machine can send ICMP echoes by itself. */
  readonly hasEcho?: boolean;
}

/** A world and how it is reached. */
export interface Landscape<W extends Embedded = Embedded> {
  readonly world: W;
  readonly access: Access;
  readonly doors: Doorways;
  /** Whether a host answers an ICMP echo. Absent: nothing here does. */
  answersEcho?(host: string): boolean;
  /** A program of the operator's machine. Absent: there is none. */
  execute?(argv: readonly string[]): Promise<ProgramEnd>;
  /** The repositories and what builds from them; made when first asked for. Absent: there are none. */
  forge?(): Promise<Forge>;
  /** What the world's main port answers, beside `/_world`. */
  answer(request: Request): Promise<Response | typeof reset>;
}

/** The ports of a world's hosts. */
export interface Doorways {
  /** Where a port of a host is reached on loopback; `undefined` when nothing listens there now. */
  open(host: string, port: number): Promise<Door | undefined>;
  close(): void;
}
