import { type Environment, isAws } from "../model/environment.ts";
import type { World } from "../model/world.ts";
import type { ConsoleOptions } from "../prompt/host.ts";
import type { RehearsalWorld } from "../world/rehearsal.ts";

/** The world that the console works in; `rehearsal` only when it is one. */
export interface OpenWorld {
  readonly world: World;
  readonly rehearsal?: RehearsalWorld;
}

/** Where one operates: the account and region with the endpoint that is not AWS's own, or the project. */
function placeOf(environment: Environment): string {
  if (!isAws(environment)) return environment.openstack.project.id;
  const { account, region } = environment.aws;
  const endpoint = process.env.AWS_ENDPOINT_URL;
  return `${account} ${region}${endpoint ? ` ${endpoint}` : ""}`;
}

export async function openWorld(options: ConsoleOptions, environment: Environment): Promise<OpenWorld> {
  if (!options.isRehearsal) {
    const { openReal } = await import("../world/real.ts");
    return { world: openReal(placeOf(environment)) };
  }
  const { openRehearsal } = await import("../world/rehearsal.ts");
  const { home, seed, faults, isFresh } = options;
  const isPath = options.environment.endsWith(".ts");
  const name = isPath ? options.environment : environment.name;
  const rehearsal = await openRehearsal({
    environment: name,
    home,
    faults: [...faults],
    isFresh,
    ...(seed !== undefined && { seed }),
  });
  return { world: rehearsal, rehearsal };
}
