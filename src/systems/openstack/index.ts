import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { Json } from "../../model/json.ts";
import { printable } from "../../model/printable.ts";
import type { Provisioner } from "../../model/provisioner.ts";
import type { Sightings } from "../../model/sightings.ts";
import type { CheckRow } from "../../model/status.ts";
import type { Identity, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { checkAccess } from "./access.ts";
import { apply } from "./apply.ts";
import { withCertificateNote } from "./certificate.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { holdsNow } from "./conditions.ts";
import type { Settings } from "./credentials.ts";
import { findServer } from "./find.ts";
import { holdMark } from "./hold-mark.ts";
import type { Limits } from "./http.ts";
import { lookAround, resolveTargets } from "./look.ts";
import { shortName } from "./names.ts";
import { createPlainProvisioner } from "./plain-provisioner.ts";
import { rawGet } from "./raw.ts";
import { differenceOf, observe } from "./resources.ts";
import { readServers, type Server, type ServerSummary } from "./servers.ts";
import { serverTarget } from "./targets.ts";

export { type Cloud, openCloud } from "./cloud.ts";
export type { Settings } from "./credentials.ts";
export { createPlainProvisioner } from "./plain-provisioner.ts";
export type { ServerSummary } from "./servers.ts";

export interface OpenStackOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  /** For a token by way of the gateway, where this machine has no credentials. */
  readonly ssh?: HostCommands | undefined;
  /** Default: OpenStack's own calls. */
  readonly provisioner?: Provisioner;
  readonly sightings: Sightings;
  /** One that is shared with a provisioner; default: one of its own. */
  readonly cloud?: Cloud;
  /** Default: the operator's shell and folders. */
  readonly settings?: Settings;
  readonly limits?: Partial<Limits>;
}

/** What the `openstack` system has beyond a system. */
export interface OpenStackExtras {
  /**
   * The one server that answers to a name in any case, short or full, an id, an alias or an IPv4 address.
   * Throws `unknown-host` (usage) with the nearest names, `ambiguous-host` (refused) when several answer.
   */
  findServer(text: string): Promise<{ readonly id: string; readonly name: string }>;
  servers(): Promise<readonly ServerSummary[]>;
  /** Everything that the servers of that name or alias answer to: ids, names, aliases, addresses. */
  handlesOf(name: string): Promise<readonly string[]>;
  /** The last lines of a server's console, printable: where a new host key shows itself. */
  consoleLog(host: string): Promise<string>;
  /** A look at `compute`, `volume`, `image` or `identity`. There is no other method than GET. */
  raw(service: string, path: string, query?: Readonly<Record<string, string>>): Promise<Json>;
  /** Which credentials, project, roles and expiry the operator has. Never throws for a failed row. */
  checkAccess(): Promise<readonly CheckRow[]>;
}

export type OpenStack = System & OpenStackExtras;

/** cloud-init prints the host keys' fingerprints late in the boot, before what the services say. */
const consoleLines = 2000;

/** The adapter of Keystone, Nova, Cinder and Glance for the project that the environment is pinned to. */
export function createOpenStack(options: OpenStackOptions): OpenStack {
  const { environment, world, sightings, cloud = openCloud(options) } = options;
  const provisioner = options.provisioner ?? createPlainProvisioner({ ...options, cloud });
  const look = { cloud, environment, sightings };
  return {
    name: "openstack",
    identify: () => identityOf(cloud, environment),
    observe: (resources) => observe(resources, look),
    diff: (resource, observed) => withCertificateNote(differenceOf(resource, observed), environment),
    apply: (change, effects) => apply(change, effects, { environment, cloud, provisioner }),
    resolve: (change) => resolveTargets(change, look),
    holds: (condition) => holdsNow(condition, look),
    holdMark: holdMark(look),
    close: () => cloud.close(),
    findServer: (text) => findServer(text, look),
    servers: async () => (await readServers(look)).map(summaryOf),
    async handlesOf(name) {
      const seen = await lookAround(look);
      const targets = seen.servers.map((server) => serverTarget(server, seen));
      return targets.filter(({ names }) => names.includes(shortName(name))).flatMap(({ id, names }) => [id, ...names]);
    },
    async consoleLog(host) {
      const { id } = await findServer(host, look);
      return printable(await cloud.consoleOutput(id, consoleLines), { keepsLines: true });
    },
    raw: (service, path, query) => rawGet(cloud, service, path, query),
    checkAccess: () => checkAccess({ environment, cloud, clock: world.clock }),
  };
}

/** Throws `wrong-project` (refused) for any other project, before anything of it is read. */
async function identityOf(cloud: Cloud, { openstack }: OpenStackEnvironment): Promise<Identity> {
  const { user, projectId, from } = await cloud.session();
  const where = `project ${openstack.project.name} (${projectId})`;
  return { system: "openstack", where, who: `${user}, by ${from}`, isPinned: true };
}

function summaryOf({ id, name, status, zone, addresses, volumes, isLocked, lockedReason }: Server): ServerSummary {
  const lock = isLocked ? lockedReason || "locked" : "";
  return { id, name, status, zone, addresses, volumes: volumes.length, lock };
}
