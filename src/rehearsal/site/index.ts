import type { OpenStackEnvironment } from "../../model/environment.ts";
import { openHosts } from "../hosts/index.ts";
import type { Embedded, Landscape } from "../landscape.ts";
import { Random } from "../random.ts";
import { RequestLog } from "../request-log.ts";
import { Time } from "../time.ts";
import { type Fault, Troubles } from "../troubles.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { ForemanRecords } from "./foreman.ts";
import { nowhere, type SiteGround } from "./ground.ts";
import { furnish } from "./seed.ts";
import { SiteServers } from "./servers.ts";
import { SiteVolumes } from "./volumes.ts";

export interface SiteOptions {
  readonly id: string;
  readonly environment: OpenStackEnvironment;
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
}

/** The rehearsed build infrastructure: one OpenStack project, its hosts, their gateway. */
export interface Site extends Embedded {
  readonly ground: SiteGround;
  readonly catalogue: Catalogue;
  readonly servers: SiteServers;
  readonly volumes: SiteVolumes;
  readonly foreman: ForemanRecords;
}

/** The place as it is before anybody changes anything. */
export function createSite({ id, environment, seed, faults, startsAt }: SiteOptions): Site {
  const time = new Time(startsAt);
  const contextOf = (fault: Fault) => ({ time, place: nowhere, random: new Random(seed, fault.name) });
  const troubles = new Troubles(faults, contextOf);
  const ground: SiteGround = { time, troubles, environment, random: new Random(seed, "site") };
  const volumes = new SiteVolumes(ground);
  const site: Site = {
    id,
    seed,
    environment: environment.name,
    ground,
    requests: new RequestLog(time),
    catalogue: catalogueOf(ground),
    servers: new SiteServers(ground, volumes),
    volumes,
    foreman: new ForemanRecords(ground),
  };
  furnish(site);
  return site;
}

/** The site with its ports and whom one is there. */
export function siteLandscape(options: SiteOptions): Landscape<Site> {
  const site = createSite(options);
  const hosts = openHosts(site);
  return {
    world: site,
    access: { ...hosts.access },
    doors: hosts.doors,
    answer: async () => new Response("", { status: 404 }),
  };
}
