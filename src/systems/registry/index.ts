import { lookFor, orUnknown } from "../../model/condition-table.ts";
import { NotDone } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
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
    holds: async ({ name, parameters }) => {
      const look = lookFor(conditions, name, "the registry");
      return await orUnknown(() => look(looks, parameters));
    },
    close: () => {},
  };
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
