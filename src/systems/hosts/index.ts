import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { CheckRow } from "../../model/status.ts";
import type { Identity, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { checkAccess } from "./access.ts";
import { apply } from "./acts.ts";
import { holds } from "./conditions.ts";
import { differenceOf } from "./difference.ts";
import type { Looks } from "./look.ts";
import { targetOf } from "./names.ts";

export interface HostsOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  readonly ssh: HostCommands;
  /** The console output of the server of that short name. */
  readonly consoleLog: (host: string) => Promise<string>;
  /** Ids, names and addresses of the servers of that name: a host is more than what it is called by. Default: none. */
  readonly handlesOf?: (host: string) => Promise<readonly string[]>;
  /** Real seconds of one look. Default 10. */
  readonly lookWithinSeconds?: number;
}

export type HostsSystem = System & {
  /** Whether the operator's key is taken. */
  checkAccess(): Promise<readonly CheckRow[]>;
};

/** What is on the hosts, over SSH: docker's containers, puppet, disks, clocks. Connections are the SSH port's to close. */
export function createHosts({ lookWithinSeconds = 10, ...options }: HostsOptions): HostsSystem {
  const { environment } = options;
  const looks: Looks = { ...options, lookWithinSeconds, shared: new Map() };
  return {
    name: "hosts",
    identify: async () => identityOf(environment),
    // What is done on a host is no state of it: nothing is compared.
    observe: async () => [],
    diff: (resource) => differenceOf(resource, environment),
    apply: (change, effects) => apply(change, effects, looks),
    resolve: async ({ name }) => [targetOf(name, environment.domain, await options.handlesOf?.(name))],
    holds: (condition) => holds(condition, looks),
    close: () => {},
    checkAccess: () => checkAccess(looks),
  };
}

/** Who logs in is proved host by host, when one is asked. */
function identityOf({ domain, hostUser }: OpenStackEnvironment): Identity {
  return { system: "hosts", where: `hosts of ${domain}, over SSH`, who: hostUser };
}
