import { isSystemError, NotDone, OpsError } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import type { Sources } from "../../model/sources.ts";
import type { System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { createClient } from "./client.ts";
import { conditions, type Looks } from "./conditions.ts";

export interface RegistryOptions {
  readonly sources: Sources;
  readonly world: World;
  /** The folder of what is kept for this world. */
  readonly home: string;
}

/** Where the pipelines push images and the hosts pull them from. Only looked at. */
export function createRegistry({ sources, world }: RegistryOptions): System {
  const { url } = sources.registry;
  const looks: Looks = { client: createClient(world, url), host: new URL(url).host };
  return {
    name: "registry",
    identify: async () => ({ system: "registry", where: url, who: "whoever may pull" }),
    observe: async () => [],
    diff: () => ({ drafts: [], notes: [] }),
    apply: async (change) => refuse(change),
    resolve: async () => [],
    holds: (condition) => holds(condition, looks),
    close: () => {},
  };
}

async function holds({ name, parameters }: Condition, looks: Looks): Promise<ConditionState> {
  const look = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
  if (!look) throw unknownCondition(name);
  try {
    return await look(looks, parameters);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { holds: "unknown", detail: `${error.what}: ${error.why}`, next: error.next };
  }
}

function unknownCondition(name: string): OpsError {
  return new OpsError({
    code: "unknown-condition",
    reason: "internal",
    what: `the registry has no condition ${name}`,
    why: `it knows ${Object.keys(conditions).join(", ")}`,
    next: "mend the runbook or the guard that asks for it",
  });
}

function refuse(change: Change): never {
  throw new NotDone({
    code: "registry-only-reads",
    reason: "internal",
    what: `${change.id} is nothing that the registry is asked to do`,
    why: "the console only reads there: the pipelines push its images",
    next: "mend the runbook that planned it",
  });
}
