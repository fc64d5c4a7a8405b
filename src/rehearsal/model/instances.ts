import type { Subnet } from "../seed.ts";
import { AwsError } from "../wire/error.ts";
import { hostnameOf } from "./addresses.ts";
import { type Ground, newId, Shelf, type Tags, type Thing } from "./ground.ts";
import type { Network, NetworkInterface } from "./network.ts";
import type { Volumes } from "./volumes.ts";

/** The states with the codes of EC2. */
export const stateCodes = { pending: 0, running: 16, "shutting-down": 32, terminated: 48 } as const;
export type InstanceState = keyof typeof stateCodes;

export interface Disk {
  readonly device: string;
  readonly sizeGiB: number;
  readonly type: string;
  readonly isEncrypted: boolean;
  readonly isDeletedOnTermination: boolean;
}

export interface MetadataOptions {
  readonly tokens: string;
  readonly hopLimit: number;
}

/** What an instance is launched with: checked, and with its network things resolved. */
export interface Launch {
  readonly image: string;
  readonly type: string;
  readonly subnet: Subnet;
  readonly groups: readonly string[];
  /** A kept interface, instead of one made for the instance. */
  readonly kept?: { readonly networkInterface: NetworkInterface; readonly isDeletedOnTermination: boolean } | undefined;
  readonly profile: string | undefined;
  /** As it was given: base64. */
  readonly userData: string | undefined;
  readonly disks: readonly Disk[];
  /** By resource type: `instance`, `volume`, `network-interface`. */
  readonly tags: ReadonlyMap<string, Tags>;
  readonly hasTerminationProtection: boolean;
  readonly metadata: MetadataOptions;
  readonly market: "on-demand" | "spot";
  readonly clientToken: string | undefined;
}

export interface Instance extends Thing {
  readonly reservation: string;
  readonly index: number;
  readonly launch: Launch;
  readonly address: string;
  readonly hostname: string;
  groups: readonly string[];
  hasTerminationProtection: boolean;
  hasStopProtection: boolean;
  metadata: MetadataOptions;
  state: InstanceState;
  stateReason: { readonly code: string; readonly message: string } | undefined;
  /** When its operating system had started its units; `undefined` before. */
  bootedAt: number | undefined;
  endedAt: number | undefined;
}

export const rootDevice = "/dev/xvda";
const terminatedVisibleSeconds = 3600;

/** EC2 instances through their lives. */
export class Instances {
  readonly shelf: Shelf<Instance>;
  readonly #ground: Ground;
  readonly #network: Network;
  readonly #volumes: Volumes;
  readonly #watchers: (() => void)[] = [];

  constructor(ground: Ground, network: Network, volumes: Volumes) {
    this.#ground = ground;
    this.#network = network;
    this.#volumes = volumes;
    this.shelf = new Shelf(ground, "InvalidInstanceID.NotFound", "instance ID");
  }

  /** Calls back after an instance's state has changed, and when it has booted. */
  watch(watcher: () => void): void {
    this.#watchers.push(watcher);
  }

  /** All or nothing. @throws AwsError `InsufficientInstanceCapacity` */
  run(launch: Launch, count: number): readonly Instance[] {
    if (this.#ground.troubles.lacksCapacity(launch.subnet.zone)) throw insufficientCapacity(launch);
    if (launch.kept) this.#network.requireUnattached(launch.kept.networkInterface);
    const reservation = newId(this.#ground, "r");
    return Array.from({ length: count }, (_, index) => this.#start(launch, reservation, index));
  }

  terminate(instance: Instance, reason: Instance["stateReason"] = userInitiated): void {
    if (instance.state === "shutting-down" || instance.state === "terminated") return;
    instance.stateReason = reason;
    this.#become(instance, "shutting-down");
    this.#later(12, 18, () => this.#end(instance));
  }

  #start(launch: Launch, reservation: string, index: number): Instance {
    const id = newId(this.#ground, "i");
    const networkInterface = this.#interfaceFor(launch, id);
    for (const disk of launch.disks) this.#plug(launch, disk, id);
    const instance = this.shelf.put({
      id,
      bornAt: this.#ground.time.now(),
      tags: new Map(launch.tags.get("instance")),
      reservation,
      index,
      launch,
      address: networkInterface.address,
      hostname: hostnameOf(this.#ground.place, networkInterface.address),
      groups: networkInterface.groups,
      hasTerminationProtection: launch.hasTerminationProtection,
      hasStopProtection: false,
      metadata: launch.metadata,
      state: "pending",
      stateReason: undefined,
      bootedAt: undefined,
      endedAt: undefined,
    });
    this.#begin(instance);
    return instance;
  }

  #begin(instance: Instance): void {
    const isDying = this.#ground.troubles.diesAtLaunch();
    this.#later(25, 40, () => {
      if (instance.state !== "pending") return;
      if (isDying) return this.#end(instance, internalError);
      this.#become(instance, "running");
      this.#boot(instance);
    });
  }

  #boot(instance: Instance): void {
    const extraSeconds = this.#ground.troubles.extraBootSeconds();
    this.#later(60 + extraSeconds, 90 + extraSeconds, () => {
      if (instance.state !== "running") return;
      instance.bootedAt = this.#ground.time.now();
      this.#tell();
    });
  }

  #end(instance: Instance, reason = instance.stateReason): void {
    instance.stateReason = reason;
    instance.bootedAt = undefined;
    instance.endedAt = this.#ground.time.now();
    this.#network.release(instance.id);
    this.#volumes.release(instance.id);
    this.#become(instance, "terminated");
    this.#ground.time.after(terminatedVisibleSeconds, () => this.shelf.remove(instance.id));
  }

  #become(instance: Instance, state: InstanceState): void {
    instance.state = state;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #interfaceFor(launch: Launch, instance: string): NetworkInterface {
    const tags = launch.tags.get("network-interface") ?? new Map();
    const made = launch.kept?.networkInterface ?? this.#network.createInterface({ ...launch, tags });
    this.#network.attachInterface(made, instance, launch.kept?.isDeletedOnTermination ?? true);
    return made;
  }

  #plug(launch: Launch, disk: Disk, instance: string): void {
    const tags = launch.tags.get("volume") ?? new Map();
    const wanted = { ...disk, zone: launch.subnet.zone, tags };
    this.#volumes.createAttached(wanted, instance, disk.device, disk.isDeletedOnTermination);
  }

  #later(least: number, most: number, action: () => void): void {
    this.#ground.time.after(this.#ground.random.between(least, most), action);
  }
}

const userInitiated = {
  code: "Client.UserInitiatedShutdown",
  message: "Client.UserInitiatedShutdown: User initiated shutdown",
};
const internalError = { code: "Client.InternalError", message: "Client.InternalError: Client error on launch" };

/** A server error of EC2: HTTP 500. Source: "Server error codes" of the EC2 API reference. */
function insufficientCapacity(launch: Launch): AwsError {
  const zone = launch.subnet.zone;
  const what = `We currently do not have sufficient ${launch.type} capacity in the Availability Zone you requested (${zone}).`;
  return new AwsError("InsufficientInstanceCapacity", what, 500);
}
