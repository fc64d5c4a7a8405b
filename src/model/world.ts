import type { CommandResult, HostCommand } from "./host-commands.ts";

/** Time as the world has it: the wall clock, or the rehearsal world's, which moves only as someone waits. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits, and in a rehearsal moves the world's time on. Rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Where a host of the world is really reached. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** Whatever the scheme of a URL says, HTTP is spoken in the clear there: a rehearsal has no certificates. */
  readonly isInTheClear?: true;
}

/**
 * The connections, the clock and where randomness comes from. Nothing outside the world can tell a rehearsal
 * from the real thing.
 */
export interface World {
  readonly kind: "real" | "rehearsal";
  /** Stable over restarts of the console: `real`, or `rehearsal-<id>` of one rehearsal world. A run resumes only where it began. */
  readonly id: string;
  readonly clock: Clock;
  /** Brings the clock up to date. Rejects with an OpsError when the world has ended. Absent: it is always there. */
  ping?(): Promise<void>;
  /** `bytes` random bytes as lower-case hex. */
  random(bytes: number): string;
  /** Base URL of the AWS endpoints, when it is not AWS's own. */
  readonly awsEndpoint?: string;
  /** Fixed credentials, when the operator's own are not to be used. */
  readonly awsCredentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where `host:port` of this world is reached (the real world: there). Rejects like a refused connection when nothing is there. */
  connect(host: string, port: number): Promise<Address>;
  /** OpenStack's identity service and whom to be there, when the operator's own settings are not to be used. */
  readonly openstack?: CloudCredentials;
  /** The SSH key and known hosts, when the operator's own are not to be used. */
  readonly ssh?: SshIdentity;
  /** With which Foreman is asked, when the operator's own settings are not to be used. */
  readonly foreman?: { readonly user: string; readonly password: string };
  /** One ICMP echo from this machine, answered or not. Absent: this machine cannot; the gateway does it. */
  echo?(host: string, withinSeconds: number): Promise<boolean>;
  /** With which GitHub, GoCD and Airflow are asked, and in whose name commits are made, when the operator's own settings are not to be used. */
  readonly forge?: ForgeAccess;
  /** A program of this machine. In a rehearsal none is started: the world answers for the ones it knows. */
  execute?(command: HostCommand, onLine?: (line: string) => void): Promise<CommandResult>;
}

/** As whom one changes sources and builds. */
export interface ForgeAccess {
  readonly githubToken: string;
  readonly gocdToken: string;
  readonly airflow: { readonly username: string; readonly password: string };
  readonly author: { readonly name: string; readonly email: string };
}

export interface CloudCredentials {
  /** `http://127.0.0.1:5000/v3` */
  readonly authUrl: string;
  readonly username: string;
  readonly password: string;
  readonly userDomainId: string;
  readonly projectName: string;
  readonly projectDomainId: string;
}

export interface SshIdentity {
  /** PEM or OpenSSH format. */
  readonly privateKey: string;
  /** Lines as in `known_hosts`. */
  readonly knownHosts: string;
}
