import { isSystemError, NotDone, OpsError } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import type { Sources } from "../../model/sources.ts";
import type { System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { type Client, createClient } from "./client.ts";
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
    holds: (condition) => holds(condition, client),
    close: () => {},
  };
}

function whoIs(world: World): string {
  const credentials = credentialsOf(world);
  return credentials.token === undefined ? credentials.username : "whom the token belongs to";
}

async function holds({ name, parameters }: Condition, client: Client): Promise<ConditionState> {
  const look = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
  if (!look) throw unknownCondition(name);
  try {
    return await look(client, parameters);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { holds: "unknown", detail: `${error.what}: ${error.why}`, next: error.next };
  }
}

function unknownCondition(name: string): OpsError {
  return new OpsError({
    code: "unknown-condition",
    reason: "internal",
    what: `Airflow has no condition ${name}`,
    why: `it knows ${Object.keys(conditions).join(", ")}`,
    next: "mend the runbook or the guard that asks for it",
  });
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
