import type { OpenStackEnvironment } from "../../model/environment.ts";
import { NotDone, OpsError } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import type { CheckRow } from "../../model/status.ts";
import type { Identity, System } from "../../model/system.ts";
import { type AccessOptions, checkAccess } from "./access.ts";
import { livesFor, ticketOn } from "./ticket.ts";

export { createCernProvisioner, type ProvisionerOptions } from "./provisioner.ts";

/** The administration machine at CERN as a system: whether one may work there, and for how long. */
export type Cern = System & { checkAccess(): Promise<readonly CheckRow[]> };

/** What the wrappers make is `openstack`'s to show: this system has no resources, only the ticket. */
export function createCern(options: AccessOptions): Cern {
  return {
    name: "cern",
    identify: async () => identityOf(options.environment),
    observe: async () => [],
    diff: () => ({ drafts: [], notes: [] }),
    apply: async (change) => refuse(change),
    resolve: async () => [],
    holds: (condition) => holds(condition, options),
    close: () => {},
    checkAccess: () => checkAccess(options),
  };
}

function identityOf({ gateway, openstack }: OpenStackEnvironment): Identity {
  const where = gateway ? `${gateway.host}, project ${openstack.project.name}` : "no gateway";
  return { system: "cern", where, who: gateway ? `the ticket on ${gateway.host}` : "nobody" };
}

async function holds({ name, parameters }: Condition, options: AccessOptions): Promise<ConditionState> {
  const { seconds } = parameters;
  if (name !== "ticket-lives" || typeof seconds !== "number") throw unknownCondition(name);
  const gateway = options.environment.gateway?.host;
  if (gateway === undefined) return { holds: "not-configured", detail: "the environment has no gateway" };
  try {
    return livesFor(await ticketOn(gateway, options.ssh), seconds, options.world.clock.now(), gateway);
  } catch (error) {
    if (!(error instanceof OpsError) || error.reason !== "system") throw error;
    return { holds: "unknown", detail: `${error.what}: ${error.why}`, next: error.next };
  }
}

function unknownCondition(name: string): OpsError {
  return new OpsError({
    code: "unknown-condition",
    reason: "internal",
    what: `The gateway has no condition ${name} with these parameters`,
    why: "it knows ticket-lives with seconds",
    next: "mend the runbook or the guard that asks for it",
  });
}

function refuse(change: Change): never {
  throw new NotDone({
    code: "cern-no-changes",
    reason: "internal",
    what: `${change.id} is nothing that this system does`,
    why: "the wrappers are called for changes of servers, by the system openstack",
    next: "mend the runbook that planned it",
  });
}
