import type { SiteVolumes } from "./volumes.ts";

export type VmState = "building" | "active" | "stopped" | "paused" | "error" | "deleted";

/** Nova's numbers: none, running, paused, shut down. */
export const powerStates = { none: 0, running: 1, paused: 3, shutdown: 4 } as const;
export type PowerState = keyof typeof powerStates;

/** One entry of `os-instance-actions`. */
export interface InstanceAction {
  /** `create`, `rebuild`, `reboot`, `stop`, `start`, `delete`, `lock`, `unlock`, `attach_volume`, `detach_volume` */
  readonly action: string;
  readonly requestId: string;
  /** World milliseconds. */
  readonly startedAt: number;
  updatedAt: number;
  hasFailed: boolean;
}

export interface Fault {
  readonly message: string;
  /** World milliseconds. */
  readonly at: number;
}

export interface Lock {
  readonly reason?: string;
  /** An administrator's lock is not the owner's to lift. */
  readonly isByAdmin?: boolean;
}

/** A server of the project: what Nova knows of it, and what runs inside. */
export interface SiteServer {
  readonly id: string;
  /** Members of other projects do not see it. */
  readonly projectId: string;
  /** As Nova has it: the short name, until somebody renames it. */
  name: string;
  description: string | undefined;
  vmState: VmState;
  taskState: string | undefined;
  powerState: PowerState;
  fault: Fault | undefined;
  readonly address: string;
  readonly zone: string;
  /** The flavor's name. */
  readonly flavor: string;
  imageId: string;
  readonly keyName: string | undefined;
  readonly metadata: Map<string, string>;
  readonly tags: Set<string>;
  lock: Lock | undefined;
  readonly actions: InstanceAction[];
  /** World milliseconds, as all that follow. */
  readonly createdAt: number;
  updatedAt: number;
  /** When the root disk was made: by the creation, or by the last rebuild. */
  installedAt: number;
  /** When the operating system was up; `undefined` while it is not. */
  bootedAt: number | undefined;
  /** New at each boot. */
  bootId: string;
  /** The lines of the serial console since the root disk was made. */
  consoleLog: string[];
}

/** What a server is created like. Everything was checked. */
export interface ServerSpec {
  readonly name: string;
  /** Default: the environment's. */
  readonly projectId?: string;
  readonly flavor: string;
  readonly imageId: string;
  readonly keyName?: string | undefined;
  /** Absent: the scheduler chooses. */
  readonly zone?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly description?: string | undefined;
  /** Existing volumes, attached while it is built. */
  readonly volumes?: readonly {
    readonly id: string;
    readonly device?: string | undefined;
    readonly isDeletedOnTermination: boolean;
  }[];
}

/**
 * `installed`: its root disk was made; `booted`: its operating system is up; `stopped`: it no longer is;
 * `removed`: the server is gone.
 */
export type ServerEvent = "installed" | "booted" | "stopped" | "removed";
export type ServerWatcher = (event: ServerEvent, server: SiteServer) => void;

const rebuilding = ["rebuilding", "rebuild_block_device_mapping", "rebuild_spawning"];
const statuses: Readonly<Record<VmState, string>> = {
  building: "BUILD",
  active: "ACTIVE",
  stopped: "SHUTOFF",
  paused: "PAUSED",
  error: "ERROR",
  deleted: "DELETED",
};

/** The status that Nova makes of the two states. Source: nova/api/openstack/common.py, and the sheet 9.8. */
export function statusOf({ vmState, taskState }: Pick<SiteServer, "vmState" | "taskState">): string {
  if (taskState && rebuilding.includes(taskState) && vmState !== "deleted") return "REBUILD";
  if (vmState === "active" && taskState === "rebooting_hard") return "HARD_REBOOT";
  if (vmState === "active" && taskState === "rebooting") return "REBOOT";
  return statuses[vmState];
}

/** What the life of a server touches besides itself. */
export interface Surroundings {
  readonly volumes: SiteVolumes;
  tell(event: ServerEvent, server: SiteServer): void;
  forget(server: SiteServer): void;
}
