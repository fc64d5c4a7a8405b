import type { Duplex } from "node:stream";
import type { Address } from "../../model/world.ts";

/** Who hears the bytes of a command, as they come. */
export interface Heard {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

/** One authenticated connection to a host, whatever carries it. */
export interface Connection {
  isOpen(): boolean;
  /**
   * Sends a command and gives its exit code, `null` when a signal ended it. Rejects with `ssh-unreachable` when it
   * provably was not sent, with `ssh-lost` when that cannot be known, and with the signal's reason.
   */
  execute(text: string, heard: Heard, signal: AbortSignal): Promise<number | null>;
  /** A stream to what is reached from the host as `target`. */
  open(target: Address): Promise<Duplex>;
  close(): void;
}

/** Real time that things may take, in milliseconds. */
export interface Limits {
  /** TCP, key exchange and authentication together. */
  readonly connectWithinMs: number;
  /** Between two signs of life that are asked for while a connection is kept. */
  readonly keepAliveMs: number;
  /** A connection that nobody used for so long is closed. */
  readonly idleCloseMs: number;
  /** A connection that was silent for so long is tried before something is changed over it. */
  readonly tryAfterMs: number;
  /** Handshakes that are under way at the same time. */
  readonly handshakesAtOnce: number;
  /** Commands on one connection at the same time; OpenSSH's `MaxSessions` is 10. */
  readonly sessionsAtOnce: number;
  /** OpenSSH counts a session for a while after its end: so long nothing takes its place. */
  readonly sessionKeptMs: number;
}

export const defaultLimits: Limits = {
  connectWithinMs: 10_000,
  keepAliveMs: 10_000,
  idleCloseMs: 120_000,
  tryAfterMs: 15_000,
  handshakesAtOnce: 32,
  sessionsAtOnce: 9,
  sessionKeptMs: 200,
};
