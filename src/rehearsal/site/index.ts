import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { Embedded, Landscape } from "../landscape.ts";
import type { Fault } from "../troubles.ts";

export interface SiteOptions {
  readonly id: string;
  readonly environment: OpenStackEnvironment;
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
}

/** The rehearsed build infrastructure: one OpenStack project, its hosts, their gateway. */
export interface Site extends Embedded {}

export function siteLandscape(_options: SiteOptions): Landscape<Site> {
  throw new Error("the site is not built yet");
}
