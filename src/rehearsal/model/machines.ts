import type { Machine, Machines } from "../machine.ts";
import type { Ground } from "./ground.ts";
import type { Instance, Instances } from "./instances.ts";
import { type Boot, bootOf } from "./user-data.ts";
import type { Volumes } from "./volumes.ts";

/** The instances as their own operating systems see them. */
export class MachinesOf implements Machines {
  readonly #ground: Ground;
  readonly #instances: Instances;
  readonly #volumes: Volumes;
  readonly seed: number;
  readonly #boots = new Map<string, Boot | undefined>();

  constructor(ground: Ground, instances: Instances, volumes: Volumes, seed: number) {
    this.#ground = ground;
    this.#instances = instances;
    this.#volumes = volumes;
    this.seed = seed;
  }

  up(): readonly Machine[] {
    return this.#instances.shelf.all().flatMap((instance) => this.#machineOf(instance) ?? []);
  }

  now(): number {
    return this.#ground.time.now();
  }

  hasFault(name: string): boolean {
    return this.#ground.troubles.has(name);
  }

  #machineOf(instance: Instance): Machine | undefined {
    if (instance.state !== "running" || instance.bootedAt === undefined) return undefined;
    const boot = this.#bootOf(instance);
    const volumesSince = boot && this.#attachedSince(instance.id, boot.volumes);
    if (boot === undefined || volumesSince === undefined) return undefined;
    const { id, hostname, address } = instance;
    const upSince = Math.max(instance.bootedAt, volumesSince);
    return { id, hostname, address, zone: instance.launch.subnet.zone, upSince, units: boot.units };
  }

  /** When the last of the volumes came, 0 when none is waited for, `undefined` while one is missing. */
  #attachedSince(instance: string, volumes: readonly string[]): number | undefined {
    const times = volumes.map((id) => {
      const attachment = this.#volumes.shelf.get(id)?.attachment;
      return attachment?.instance === instance && attachment.state === "attached" ? attachment.attachedAt : undefined;
    });
    return times.includes(undefined) ? undefined : Math.max(0, ...times.flatMap((time) => time ?? []));
  }

  #bootOf(instance: Instance): Boot | undefined {
    if (!this.#boots.has(instance.id)) this.#boots.set(instance.id, bootOf(instance.launch.userData));
    return this.#boots.get(instance.id);
  }
}
