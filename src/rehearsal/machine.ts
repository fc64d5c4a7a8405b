import type { Workload } from "./mesos/workload.ts";

/** One enabled systemd unit of a machine's Ignition user data that runs a container. */
export interface Unit {
  /** `mesos-master.service` */
  readonly name: string;
  /** The container image with its tag. */
  readonly image: string;
  /** The container's environment: its `-e NAME=value` arguments, with systemd's `%%` undone. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A machine of the world as its own operating system sees it: what the protocol servers on it are made from. */
export interface Machine {
  /** The instance id. */
  readonly id: string;
  /** Private DNS name, e.g. `ip-10-20-1-10.ec2.internal`. */
  readonly hostname: string;
  /** Private IPv4 address. */
  readonly address: string;
  /** Availability zone, e.g. `us-east-1a`. */
  readonly zone?: string;
  /** World milliseconds at which its units have started. */
  readonly upSince: number;
  readonly units: readonly Unit[];
  /** The disk on which an agent keeps its id over a restart. Absent: each start is a new agent. */
  readonly workDir?: string;
}

/** The machines that are up now, and what else a protocol server needs of the world. */
export interface Machines {
  /** Only those that are running and booted at the world's present time; with a data volume if a unit waits for one. */
  up(): readonly Machine[];
  /** World milliseconds since the epoch. */
  now(): number;
  /** Whether a fault was asked for with `--fault NAME`. */
  hasFault(name: string): boolean;
  readonly seed: number;
  /** What runs on the agents. Default: one framework's tasks. */
  readonly workload?: Workload;
}
