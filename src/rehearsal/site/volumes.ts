import { newUuid, type SiteGround } from "./ground.ts";
import { Refused } from "./refusal.ts";

export type VolumeStatus =
  | "creating"
  | "available"
  | "reserved"
  | "attaching"
  | "in-use"
  | "detaching"
  | "deleting"
  | "error"
  | "error_deleting";

export interface Attachment {
  readonly id: string;
  readonly serverId: string;
  /** `/dev/vdb` */
  readonly device: string;
  /** World milliseconds. */
  readonly attachedAt: number;
  readonly isDeletedOnTermination: boolean;
}

/** A volume of the project, as Cinder knows it. */
export interface SiteVolume {
  readonly id: string;
  /** Members of other projects do not see it. */
  readonly projectId: string;
  name: string;
  readonly sizeGiB: number;
  readonly type: string;
  status: VolumeStatus;
  readonly metadata: Map<string, string>;
  readonly createdAt: number;
  updatedAt: number;
  attachment: Attachment | undefined;
}

export interface VolumeSpec {
  readonly name: string;
  /** Default: the environment's. */
  readonly projectId?: string;
  readonly sizeGiB: number;
  readonly type?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}

const workSeconds = 5;
/** Until an administrator has reset a volume that could not be deleted. */
const repairSeconds = 600;
const deletable: readonly VolumeStatus[] = ["available", "error"];
const notDeletable =
  "Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.";

/** The volumes through their lives. */
export class SiteVolumes {
  readonly #ground: SiteGround;
  readonly #volumes = new Map<string, SiteVolume>();
  #isDeletionBroken: boolean;

  constructor(ground: SiteGround) {
    this.#ground = ground;
    this.#isDeletionBroken = ground.troubles.has("volume-delete-fails");
  }

  /** Newest first, as Cinder lists them. */
  all(): readonly SiteVolume[] {
    return [...this.#volumes.values()].reverse();
  }

  byId(id: string): SiteVolume | undefined {
    return this.#volumes.get(id);
  }

  /** Those that are attached, or about to be, to a server. */
  of(serverId: string): readonly SiteVolume[] {
    return this.all().filter(({ attachment }) => attachment?.serverId === serverId);
  }

  /** One that has always been there. */
  put(volume: SiteVolume): SiteVolume {
    this.#volumes.set(volume.id, volume);
    return volume;
  }

  /** `available` after a few seconds. */
  create(spec: VolumeSpec): SiteVolume {
    const now = this.#ground.time.now();
    const volume = this.put({
      id: newUuid(this.#ground.random),
      projectId: spec.projectId ?? this.#ground.environment.openstack.project.id,
      name: spec.name,
      sizeGiB: spec.sizeGiB,
      type: spec.type ?? "standard",
      status: "creating",
      metadata: new Map(Object.entries(spec.metadata ?? {})),
      createdAt: now,
      updatedAt: now,
      attachment: undefined,
    });
    this.#later(volume, "creating", "available");
    return volume;
  }

  /** @throws Refused 400 when it is in use, 404 */
  remove(id: string): void {
    const volume = this.seek(id);
    if (!deletable.includes(volume.status)) throw new Refused(400, notDeletable);
    this.#become(volume, "deleting");
    if (this.#isDeletionBroken) this.#failToDelete(volume);
    else this.#ground.time.after(workSeconds, () => this.#volumes.delete(id));
  }

  /** One that can be attached. @throws Refused 400 as Nova words it, 404 */
  seekFree(id: string): SiteVolume {
    const volume = this.seek(id);
    const { status, attachment } = volume;
    if (attachment) {
      throw new Refused(400, `Invalid volume: volume ${id} is already attached to instances: ${attachment.serverId}`);
    }
    if (status === "available") return volume;
    throw new Refused(400, `Invalid volume: volume '${id}' status must be 'available'. Currently in '${status}'`);
  }

  /** Reserved at once, in use a few seconds later. @throws Refused 400, 404 */
  attach(id: string, serverId: string, device: string, isDeletedOnTermination: boolean): SiteVolume {
    const volume = this.seekFree(id);
    const attachmentId = newUuid(this.#ground.random);
    const attachedAt = this.#ground.time.now();
    volume.attachment = { id: attachmentId, serverId, device, attachedAt, isDeletedOnTermination };
    this.#become(volume, "reserved");
    this.#later(volume, "reserved", "in-use");
    return volume;
  }

  detach(id: string): void {
    const volume = this.seek(id);
    this.#become(volume, "detaching");
    this.#ground.time.after(workSeconds, () => this.#free(volume));
  }

  /** What becomes of a server's volumes when it goes. */
  release(serverId: string): void {
    for (const volume of this.of(serverId)) {
      const goesToo = volume.attachment?.isDeletedOnTermination;
      this.#free(volume);
      if (goesToo) this.remove(volume.id);
    }
  }

  /** @throws Refused 404 */
  seek(id: string): SiteVolume {
    const volume = this.#volumes.get(id);
    if (volume) return volume;
    throw new Refused(404, `Volume ${id} could not be found.`);
  }

  /** Once; a person who asks the administrators gets it back. */
  #failToDelete(volume: SiteVolume): void {
    this.#isDeletionBroken = false;
    this.#ground.time.after(workSeconds, () => this.#become(volume, "error_deleting"));
    this.#ground.time.after(repairSeconds, () => this.#become(volume, "available"));
  }

  #free(volume: SiteVolume): void {
    volume.attachment = undefined;
    this.#become(volume, "available");
  }

  #later(volume: SiteVolume, from: VolumeStatus, to: VolumeStatus): void {
    this.#ground.time.after(workSeconds, () => {
      if (volume.status === from) this.#become(volume, to);
    });
  }

  #become(volume: SiteVolume, status: VolumeStatus): void {
    volume.status = status;
    volume.updatedAt = this.#ground.time.now();
  }
}
