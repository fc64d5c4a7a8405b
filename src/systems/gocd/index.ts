import { lookFor, orUnknown } from "../../model/condition-table.ts";
import { NotDone } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Observed, Resource } from "../../model/resource.ts";
import type { Sources } from "../../model/sources.ts";
import type { Effects, System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { type Client, createClient } from "./client.ts";
import { conditions, type Looks } from "./conditions.ts";
import { differenceOf, targetOf } from "./difference.ts";
import { statusOf } from "./history.ts";
import { trigger, userOf } from "./trigger.ts";
import { unlock } from "./unlock.ts";

export interface GocdOptions {
  readonly sources: Sources;
  readonly world: World;
  /** The folder of what is kept for this world. */
  readonly home: string;
}

/** The pipelines that build what is merged, and deploy it. They are found by the revisions that they built. */
export function createGocd({ sources, world }: GocdOptions): System {
  const client = createClient(world, sources.gocd.url);
  const looks: Looks = { client, searched: new Map() };
  return {
    name: "gocd",
    identify: async () => ({ system: "gocd", where: client.url, who: await userOf(client) }),
    observe: (resources) => observe(client, resources),
    diff: differenceOf,
    apply: (change, effects) => apply(client, change, effects),
    resolve: async ({ name }) => [targetOf(name)],
    holds: async ({ name, parameters }) => {
      const look = lookFor(conditions, name, "GoCD");
      return await orUnknown(() => look(looks, parameters));
    },
    close: () => {},
  };
}

/** Pipelines whose locks are asked about. A run that is to be has nothing before it. */
async function observe(client: Client, resources: readonly Resource[]): Promise<readonly Observed[]> {
  const locks = resources.filter(({ kind }) => kind === "pipeline-lock");
  return Promise.all(
    locks.map(async ({ kind, name }) => {
      const { isLocked } = await statusOf(client, name);
      return { system: "gocd", kind, name, fields: { isLocked }, targets: [targetOf(name)] };
    }),
  );
}

async function apply(client: Client, change: Change, effects: Effects): Promise<void> {
  if (change.kind === "pipeline-run") return await trigger(client, change.name, effects);
  if (change.kind === "pipeline-lock") return await unlock(client, change.name, effects);
  throw new NotDone({
    code: "gocd-unknown-change",
    reason: "internal",
    what: `${change.id} is nothing that GoCD is asked to do`,
    why: "there are pipeline-run and pipeline-lock",
    next: "mend the runbook that planned it",
  });
}
