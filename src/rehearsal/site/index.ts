import type { OpenStackEnvironment } from "../../model/environment.ts";
import { foreman, foremanUser } from "../foreman/index.ts";
import { isUp } from "../hosts/host.ts";
import { openHosts } from "../hosts/index.ts";
import type { Doorways, Embedded, Landscape } from "../landscape.ts";
import { behindDoor, described } from "../openstack/door.ts";
import { originOf } from "../openstack/endpoints.ts";
import { Identities } from "../openstack/identity.ts";
import { openCloud, type ServedAt } from "../openstack/index.ts";
import { Random } from "../random.ts";
import { RequestLog } from "../request-log.ts";
import { Time } from "../time.ts";
import { type Fault, Troubles } from "../troubles.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { ServiceDoors } from "./doors.ts";
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
  /** Who there is, and their tokens. */
  readonly identities: Identities;
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
    identities: new Identities(ground),
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
  const services = new ServiceDoors([...openCloud(site), foremanAt(site)]);
  const openstack = site.identities.operator(`${originOf(site, "keystone")}/v3`);
  const hosts = openHosts(site, { services });
  const doors: Doorways = {
    open: async (host, port) => (await services.open(host, port)) ?? (await hosts.doors.open(host, port)),
    close: () => {
      services.close();
      hosts.close();
    },
  };
  const answersEcho = (name: string) => {
    const host = hosts.hosts.find(name);
    return host !== undefined && isUp(host);
  };
  const answer = async () => new Response("", { status: 404 });
  const alone = options.environment.gateway ? {} : { foreman: foremanUser, hasEcho: true };
  return { world: site, access: { ...hosts.access, openstack, ...alone }, doors, answersEcho, answer };
}

function foremanAt(site: Site): ServedAt {
  const { hostname, port } = new URL(site.ground.environment.foreman.url);
  const app = foreman(site);
  const answer = behindDoor(site, {
    service: "foreman",
    describe: described,
    answer: async (request) => await app.fetch(request),
  });
  return { host: hostname, port: Number(port || 443), answer };
}
