import type { KeyPair } from "../ssh/keys.ts";
import type { Containers } from "./containers.ts";
import type { Job } from "./job.ts";

/** What is on a root disk: gone with it when the host is rebuilt. */
export interface Disk {
  readonly containers: Containers;
  /** Commands that were started detached, by token. */
  readonly jobs: Map<string, Job>;
  readonly puppet: PuppetState;
}

export interface PuppetState {
  /** Runs since the root disk was made, without those that were skipped. */
  runs: number;
  /** Whether a run was clean. */
  isConverged: boolean;
  /** World milliseconds; another run goes on until then. */
  lockedUntil: number;
}

/** A machine that one logs into. */
export interface Host {
  /** Short. */
  readonly name: string;
  readonly fullName: string;
  /** IPv4 */
  readonly address: string;
  /** What it is for; a gateway has the administrators' commands, Puppet's authority its own. */
  readonly role: "master" | "agent" | "other" | "gateway" | "authority";
  readonly disk: Disk;
  /** Of its SSH server. */
  hostKey(): KeyPair;
  /** World milliseconds; `undefined`: its operating system is not up. */
  bootedAt(): number | undefined;
  bootId(): string;
}

export function isUp(host: Host): boolean {
  return host.bootedAt() !== undefined;
}
