import { lookFor, orUnknown } from "../../model/condition-table.ts";
import { NotDone } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Sources } from "../../model/sources.ts";
import type { System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { createClient } from "./client.ts";
import { conditions } from "./conditions.ts";
import { credentialsOf } from "./login.ts";

export interface AirflowOptions {
  readonly sources: Sources;
  readonly world: World;
  /** The folder of what is kept for this world. */
  readonly home: string;
}

/** The DAGs that the pipelines deploy. Only looked at. */
export function createAirflow({ sources, world }: AirflowOptions): System {
  const client = createClient(world, sources.airflow.url);
  return {
    name: "airflow",
    identify: async () => ({ system: "airflow", where: client.url, who: whoIs(world) }),
    observe: async () => [],
    diff: () => ({ drafts: [], notes: [] }),
    apply: async (change) => refuse(change),
    resolve: async () => [],
    holds: async ({ name, parameters }) => {
      const look = lookFor(conditions, name, "Airflow");
      return await orUnknown(() => look(client, parameters));
    },
    close: () => {},
  };
}

function whoIs(world: World): string {
  const credentials = credentialsOf(world);
  return credentials.token === undefined ? credentials.username : "whom the token belongs to";
}

function refuse(change: Change): never {
  throw new NotDone({
    code: "airflow-only-reads",
    reason: "internal",
    what: `${change.id} is nothing that Airflow is asked to do`,
    why: "the console only reads there: the pipelines deploy its DAGs",
    next: "mend the runbook that planned it",
  });
}
