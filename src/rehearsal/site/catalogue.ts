import type { OpenStackEnvironment } from "../../model/environment.ts";
import { newUuid, type SiteGround } from "./ground.ts";

export interface Image {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "queued";
  readonly minDiskGiB: number;
  /** World milliseconds. */
  readonly createdAt: number;
  /** `os_distro`, `os_distro_major`, `os_edition`, ... */
  readonly properties: Readonly<Record<string, string>>;
}

export interface Flavor {
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly diskGiB: number;
}

/** What servers are made of, and where. It does not change. */
export interface Catalogue {
  readonly images: readonly Image[];
  readonly flavors: readonly Flavor[];
  /** Names. */
  readonly keypairs: readonly string[];
  readonly zones: readonly string[];
  readonly volumeTypes: readonly string[];
  /** The one that every server is in. */
  readonly network: { readonly id: string; readonly name: string };
}

const dayMs = 24 * 3600 * 1000;

/** The newest image of the environment's kind, an older one, and those that must not be chosen. */
function imagesOf({ time, random }: SiteGround, environment: OpenStackEnvironment): readonly Image[] {
  const image = (name: string, days: number, more: Readonly<Record<string, string>>): Image => ({
    id: newUuid(random),
    name,
    status: "active",
    minDiskGiB: 10,
    createdAt: time.now() - days * dayMs,
    properties: {
      architecture: "x86_64",
      root_device_name: "/dev/vda",
      ...environment.masters.image.properties,
      ...more,
    },
  });
  const distro = environment.masters.image.option.toUpperCase();
  const newest = image(`${distro} - x86_64 [2026-10-01]`, 40, { os_distro_minor: "9", release_date: "2026-10-01" });
  const older = image(`${distro} - x86_64 [2026-04-01]`, 220, { os_distro_minor: "9", release_date: "2026-04-01" });
  const snapshot = image("alibuild01-before-upgrade", 3, { os_distro_minor: "9", release_date: "2026-10-01" });
  const snapshotOf = { ...snapshot, properties: { ...snapshot.properties, base_image_ref: older.id } };
  const other = image("ALMA9 - x86_64 [2026-11-01]", 12, {
    os_distro: "ALMA",
    os_distro_major: "9",
    os_distro_minor: "7",
  });
  const uploading = {
    ...image(`${distro} - x86_64 [2026-11-15]`, 0, { release_date: "2026-11-15" }),
    status: "queued" as const,
  };
  return [uploading, snapshotOf, other, newest, older];
}

export function catalogueOf(ground: SiteGround): Catalogue {
  const { masters, agents } = ground.environment;
  const sizes = { vcpus: 4, ramMiB: 7500, diskGiB: 40 };
  const flavor = (name: string, size: typeof sizes): Flavor => ({ id: newUuid(ground.random), name, ...size });
  return {
    images: imagesOf(ground, ground.environment),
    flavors: [
      flavor(masters.flavor, sizes),
      flavor(agents.flavor, { vcpus: 16, ramMiB: 30000, diskGiB: 160 }),
      flavor("m2.small", { vcpus: 1, ramMiB: 1875, diskGiB: 10 }),
    ],
    keypairs: [...new Set([masters.keypair, agents.keypair])],
    zones: masters.zones,
    volumeTypes: ["io1", "standard", "__DEFAULT__"],
    network: { id: newUuid(ground.random), name: "CERN_NETWORK" },
  };
}
