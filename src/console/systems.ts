import type { Environment } from "../model/environment.ts";
import type { Person } from "../model/run.ts";
import type { System } from "../model/system.ts";
import type { World } from "../model/world.ts";
import type { Aws } from "../systems/aws/index.ts";
import type { Mesos } from "../systems/mesos/index.ts";

/** The adapters of the outside systems of an environment. */
export interface Systems {
  readonly byName: ReadonlyMap<string, System>;
  readonly aws: Aws;
  readonly mesos: Mesos;
}

/** Opens them; their SDKs and sockets come when they are first used. */
export async function openSystems(parts: { environment: Environment; world: World; person: Person }): Promise<Systems> {
  const [{ createAws }, { createMesos }] = await Promise.all([
    import("../systems/aws/index.ts"),
    import("../systems/mesos/index.ts"),
  ]);
  const { environment, world, person } = parts;
  const onThrottle = (event: { what: string; waitSeconds: number }) =>
    person.show({ type: "throttled", system: "aws", ...event });
  const aws = createAws({ environment, world, onThrottle });
  const mesos = createMesos({ environment, world });
  return { byName: new Map<string, System>([aws, mesos].map((system) => [system.name, system])), aws, mesos };
}
