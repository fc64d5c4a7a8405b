import { AwsError } from "../wire/error.ts";
import { type Ground, newId, Shelf, type Tags, type Thing } from "./ground.ts";

export interface VolumeAttachment {
  readonly instance: string;
  readonly device: string;
  readonly attachedAt: number;
  readonly isDeletedOnTermination: boolean;
  state: "attaching" | "attached" | "detaching";
}

export interface Volume extends Thing {
  readonly zone: string;
  readonly sizeGiB: number;
  readonly type: string;
  readonly isEncrypted: boolean;
  readonly iops: number | undefined;
  state: "creating" | "available" | "in-use" | "deleting";
  attachment: VolumeAttachment | undefined;
}

export interface NewVolume {
  readonly zone: string;
  readonly sizeGiB: number;
  readonly type: string;
  readonly isEncrypted: boolean;
  readonly iops?: number | undefined;
  readonly tags: Tags;
}

/** EBS volumes and what they are attached to. */
export class Volumes {
  readonly shelf: Shelf<Volume>;
  readonly #ground: Ground;
  /** The attached ones by instance. */
  readonly #attached = new Map<string, Set<Volume>>();

  constructor(ground: Ground) {
    this.#ground = ground;
    this.shelf = new Shelf(ground, "InvalidVolume.NotFound", "volume");
  }

  create(wanted: NewVolume): Volume {
    const volume = this.#put(wanted, "creating");
    this.#later(2, 5, () => {
      if (volume.state === "creating") volume.state = "available";
    });
    return volume;
  }

  /** A disk of an instance's own, there from its launch. */
  createAttached(wanted: NewVolume, instance: string, device: string, isDeletedOnTermination: boolean): Volume {
    const volume = this.#put(wanted, "in-use");
    const attachedAt = this.#ground.time.now();
    this.#hold(volume, { instance, device, attachedAt, isDeletedOnTermination, state: "attached" });
    return volume;
  }

  /** @throws AwsError `VolumeInUse`, `IncorrectState` */
  attach(volume: Volume, instance: string, device: string): VolumeAttachment {
    if (volume.attachment) throw new AwsError("VolumeInUse", `${volume.id} is already attached to an instance`);
    this.#require(volume, "available");
    const attachedAt = this.#ground.time.now();
    const attachment: VolumeAttachment = {
      instance,
      device,
      attachedAt,
      isDeletedOnTermination: false,
      state: "attaching",
    };
    this.#hold(volume, attachment);
    this.#later(2, 4, () => {
      if (attachment.state === "attaching") attachment.state = "attached";
    });
    return attachment;
  }

  /** @throws AwsError `IncorrectState` when it is not attached. */
  detach(volume: Volume): VolumeAttachment {
    const attachment = volume.attachment;
    if (attachment === undefined)
      throw new AwsError("IncorrectState", `Volume '${volume.id}' is in the '${volume.state}' state.`);
    attachment.state = "detaching";
    this.#later(3, 6, () => this.#letGo(volume, attachment));
    return attachment;
  }

  /** @throws AwsError `VolumeInUse`, `IncorrectState` */
  delete(volume: Volume): void {
    if (volume.attachment)
      throw new AwsError("VolumeInUse", `Volume ${volume.id} is currently attached to ${volume.attachment.instance}`);
    this.#require(volume, "available");
    volume.state = "deleting";
    this.#later(1, 3, () => this.shelf.remove(volume.id));
  }

  of(instance: string): readonly Volume[] {
    return [...(this.#attached.get(instance) ?? [])];
  }

  /** Lets go of a terminated instance's volumes. */
  release(instance: string): void {
    for (const volume of this.of(instance)) {
      if (volume.attachment?.isDeletedOnTermination) this.shelf.remove(volume.id);
      if (volume.attachment) this.#letGo(volume, volume.attachment);
    }
  }

  #hold(volume: Volume, attachment: VolumeAttachment): void {
    volume.attachment = attachment;
    volume.state = "in-use";
    const held = this.#attached.get(attachment.instance) ?? new Set();
    this.#attached.set(attachment.instance, held.add(volume));
  }

  #letGo(volume: Volume, attachment: VolumeAttachment): void {
    if (volume.attachment !== attachment) return;
    this.#attached.get(attachment.instance)?.delete(volume);
    volume.attachment = undefined;
    volume.state = "available";
  }

  #require(volume: Volume, state: Volume["state"]): void {
    if (volume.state === state) return;
    throw new AwsError("IncorrectState", `Volume '${volume.id}' is in the '${volume.state}' state, not '${state}'.`);
  }

  #later(least: number, most: number, action: () => void): void {
    this.#ground.time.after(this.#ground.random.between(least, most), action);
  }

  #put(wanted: NewVolume, state: Volume["state"]): Volume {
    return this.shelf.put({
      id: newId(this.#ground, "vol"),
      bornAt: this.#ground.time.now(),
      zone: wanted.zone,
      sizeGiB: wanted.sizeGiB,
      type: wanted.type,
      isEncrypted: wanted.isEncrypted,
      iops: wanted.iops ?? (wanted.type === "gp3" ? 3000 : undefined),
      tags: new Map(wanted.tags),
      state,
      attachment: undefined,
    });
  }
}
