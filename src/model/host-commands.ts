import type { Permit } from "./system.ts";
import type { Address } from "./world.ts";

/** One command on a host: arguments, never a shell's text. */
export interface HostCommand {
  /** `["docker", "ps", "--no-trunc"]`; each element arrives as one argument whatever is in it. */
  readonly argv: readonly string[];
  /** Set for the command only. Names: letters, digits, underscores. */
  readonly env?: Readonly<Record<string, string>>;
  /** From the start to the last byte. Real time, also in a rehearsal: an answer is not a wait. Default 60. */
  readonly withinSeconds?: number;
  /** Without a byte. Default: `withinSeconds`. */
  readonly idleSeconds?: number;
  /** Of stdout and of stderr that are kept, each; more is dropped from the middle. Default 1 MiB. */
  readonly outputBytes?: number;
}

export interface CommandResult {
  /** `null`: a signal ended it. */
  readonly exitCode: number | null;
  /** Printable: stripped of control sequences, line breaks kept. */
  readonly stdout: string;
  readonly stderr: string;
  readonly isTruncated: boolean;
}

/** The shell's exit code for what it does not find, and that of many a program which does not find another one. */
const notFound = 127;

/**
 * Whether the shell that was to start a program of this machine says that there is none: `sh: 1: exec: nu: not found`. A program
 * that began and ended with the same exit code is another thing: what it did before is done.
 */
export function wasNotFound({ argv: [name = ""] }: HostCommand, { exitCode, stdout, stderr }: CommandResult): boolean {
  return exitCode === notFound && stdout === "" && stderr.trimEnd().endsWith(`exec: ${name}: not found`);
}

/** How a command that was started detached is. `absent`: it never started there. */
export type OnceState =
  | { readonly state: "absent" }
  | { readonly state: "running"; readonly output: string }
  /** It began, has no exit code and its process is gone: the host went down, or it was killed. */
  | { readonly state: "lost"; readonly output: string }
  | { readonly state: "ended"; readonly exitCode: number; readonly output: string };

/** A host's key as it shows it now, beside what is known of it. */
export interface HostKey {
  /** `ssh-ed25519` */
  readonly type: string;
  /** `SHA256:…`, as ssh prints it. */
  readonly fingerprint: string;
  readonly status: "known" | "unknown" | "changed";
}

/** Called with each line as it comes, printable. */
export type OnLine = (line: string) => void;

/**
 * Commands on hosts over SSH. Connections are kept and used again. Host keys are verified.
 *
 * Errors, OpsError of reason `system`: `ssh-unreachable` (no connection: nothing was sent), `ssh-refused` (no key or
 * ticket was taken: nothing was sent), `ssh-host-key` (unknown or changed: nothing was sent), `ssh-timeout`,
 * `ssh-lost` (the connection ended in the middle: a doubt).
 */
export interface HostCommands {
  /**
   * A command that only looks. Any other than those known to (see `systems/ssh/read-only.ts`) needs a permit.
   * A non-zero exit code is a result, not an error.
   */
  run(
    host: string,
    command: HostCommand,
    options?: { readonly permit?: Permit; readonly onLine?: OnLine },
  ): Promise<CommandResult>;
  /**
   * Starts a command detached from the connection, in a directory of the permit's token: `mkdir` first, the exit code
   * written last. Starting it twice with the same token starts it once. Gives when it has started.
   */
  startOnce(host: string, command: HostCommand, permit: Permit): Promise<void>;
  /** How the command of that token is on that host. */
  onceState(host: string, token: string): Promise<OnceState>;
  /** The key that a host shows now. Nothing is sent after it. */
  hostKey(host: string): Promise<HostKey>;
  /** Takes a host's key as known from now on, if it still has that fingerprint. */
  acceptHostKey(host: string, fingerprint: string, permit: Permit): Promise<void>;
  /** A loopback address from which connections reach `target` by way of the host. */
  forward(host: string, target: Address): Promise<Address>;
  /** The address of one machine behind an alias, e.g. `aiadm81.cern.ch`: its own `hostname -f`. */
  nodeOf(alias: string): Promise<string>;
  close(): void;
}
