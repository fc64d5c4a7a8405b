import type { OpenStackEnvironment } from "../../model/environment.ts";
import { NotDone, OpsError } from "../../model/error.ts";
import { isShortName } from "../../model/handle.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { Change } from "../../model/plan.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import type { CheckRow } from "../../model/status.ts";
import type { Identity, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { checkAccess } from "./access.ts";
import { byGateway } from "./by-gateway.ts";
import { type About, conditions } from "./conditions.ts";
import { type Credentials, direct } from "./direct.ts";
import { foremanError } from "./error.ts";
import type { Get } from "./get.ts";

export type { Credentials } from "./direct.ts";

export interface ForemanOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  readonly ssh: HostCommands;
  /** Default: of `FOREMAN_USER` and `FOREMAN_PASSWORD`, in a world that takes the operator's own; else the ticket on the gateway. */
  readonly credentials?: Credentials;
  /** Real seconds of one answer. Default 8. */
  readonly answerWithinSeconds?: number;
}

export type Foreman = System & {
  /** Whether the operator may read there. */
  checkAccess(): Promise<readonly CheckRow[]>;
};

/** Foreman's records of hosts and puppet's reports. Reads only: no call of it changes anything. */
export function createForeman(given: ForemanOptions): Foreman {
  const own = given.world.openstack ? undefined : credentialsIn(process.env);
  const options = { ...(own && { credentials: own }), ...given };
  const get = waysOf(options);
  return {
    name: "foreman",
    identify: async () => identityOf(options),
    observe: async () => [],
    diff: () => ({ drafts: [], notes: [] }),
    apply: async (change) => refuse(change),
    resolve: async () => [],
    holds: (condition) => holds(condition, get, options),
    close: () => {},
    checkAccess: () => checkAccess(get, aMasterOf(options.environment), identityOf(options).who),
  };
}

function aMasterOf({ masters, domain }: OpenStackEnvironment): string {
  return `${masters.names[0]}.${domain}`;
}

function credentialsIn({ FOREMAN_USER: user, FOREMAN_PASSWORD: password }: NodeJS.ProcessEnv): Credentials | undefined {
  return user && password ? { user, password } : undefined;
}

function waysOf({ environment, world, ssh, credentials, answerWithinSeconds = 8 }: ForemanOptions): Get {
  const url = new URL(environment.foreman.url);
  if (credentials) return direct(url, credentials, world, answerWithinSeconds);
  if (environment.gateway) return byGateway(url, environment.gateway.host, ssh, answerWithinSeconds);
  return async () => {
    throw foremanError("foreman-no-way", `Foreman at ${url.host} is not asked`, "no credentials and no gateway");
  };
}

function identityOf({ environment, credentials }: ForemanOptions): Identity {
  const ticket = environment.gateway ? `the ticket on ${environment.gateway.host}` : "nobody";
  return { system: "foreman", where: environment.foreman.url, who: credentials?.user ?? ticket };
}

async function holds(condition: Condition, get: Get, options: ForemanOptions): Promise<ConditionState> {
  const look = Object.hasOwn(conditions, condition.name) ? conditions[condition.name] : undefined;
  if (!look) throw unknownCondition(condition.name);
  try {
    return await look(aboutOf(condition, get, options), condition.parameters);
  } catch (error) {
    if (!(error instanceof OpsError) || error.reason !== "system") throw error;
    return { holds: "unknown", detail: `${error.what}: ${error.why}`, next: error.next };
  }
}

function aboutOf({ parameters }: Condition, get: Get, { environment, world }: ForemanOptions): About {
  const { host } = parameters;
  if (typeof host !== "string" || !isShortName(host)) throw badHost(String(host));
  const fullName = `${host}.${environment.domain}`;
  const page = new URL(`/hosts/${fullName}`, environment.foreman.url).href;
  return { host, fullName, get, page, now: world.clock.now() };
}

function badHost(host: string): OpsError {
  return new OpsError({
    code: "bad-host-name",
    reason: "usage",
    what: `${JSON.stringify(host)} is no short host name`,
    why: "Foreman is asked by the full name that is made of it",
    next: "type it as in alibuild07",
  });
}

function unknownCondition(name: string): OpsError {
  return new OpsError({
    code: "unknown-condition",
    reason: "internal",
    what: `Foreman has no condition ${name}`,
    why: `it knows ${Object.keys(conditions).join(", ")}`,
    next: "mend the runbook or the guard that asks for it",
  });
}

function refuse(change: Change): never {
  throw new NotDone({
    code: "foreman-only-reads",
    reason: "internal",
    what: `${change.id} is nothing that Foreman is asked to do`,
    why: "the console only reads there: the wrappers on the gateway make and delete its records",
    next: "mend the runbook that planned it",
  });
}
