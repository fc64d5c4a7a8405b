import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { Random } from "../random.ts";
import type { Place } from "../seed.ts";
import type { Time } from "../time.ts";
import type { Troubles } from "../troubles.ts";

/** What everything in the site stands on. */
export interface SiteGround {
  readonly time: Time;
  readonly random: Random;
  readonly troubles: Troubles;
  readonly environment: OpenStackEnvironment;
}

/** A UUID, the same at the same moment of the same rehearsal. */
export function newUuid(random: Random): string {
  return uuidOf(random.hex(32));
}

/** 32 hex digits in the groups of a version 4 UUID. */
export function uuidOf(hex: string): string {
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return groups.join("-");
}

/** For the faults' context: a site has nothing of AWS. */
export const nowhere: Place = {
  account: "",
  region: "",
  vpc: { id: "", cidr: "" },
  subnets: [],
  images: [],
  profiles: [],
  reservedAddresses: new Set(),
  masterPorts: new Set(),
  zookeeperPorts: new Set(),
};
