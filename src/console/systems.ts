import { type AwsEnvironment, type Environment, isAws } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import type { Person } from "../model/run.ts";
import type { System } from "../model/system.ts";
import type { World } from "../model/world.ts";
import type { Aws } from "../systems/aws/index.ts";

/** The adapters of the outside systems of an environment. */
export interface Systems {
  readonly byName: ReadonlyMap<string, System>;
  /** Of an environment on AWS. */
  readonly aws?: Aws;
}

export interface SystemsOptions<E extends Environment = Environment> {
  readonly environment: E;
  readonly world: World;
  readonly person: Person;
  readonly home: string;
}

/** Opens them; their SDKs and sockets come when they are first used. */
export async function openSystems(options: SystemsOptions): Promise<Systems> {
  const { environment } = options;
  if (isAws(environment)) return openAws({ ...options, environment });
  throw new Error("not yet");
}

async function openAws({ environment, world, person }: SystemsOptions<AwsEnvironment>): Promise<Systems> {
  const [{ createAws }, { createMesos }] = await Promise.all([
    import("../systems/aws/index.ts"),
    import("../systems/mesos/index.ts"),
  ]);
  const onThrottle = (event: { what: string; waitSeconds: number }) =>
    person.show({ type: "throttled", system: "aws", ...event });
  const aws = createAws({ environment, world, onThrottle });
  return { byName: named([aws, createMesos({ environment, world })]), aws };
}

function named(systems: readonly System[]): ReadonlyMap<string, System> {
  return new Map(systems.map((system) => [system.name, system]));
}

/** @throws OpsError `not-on-aws` */
export function awsOf({ aws }: Systems): Aws {
  if (aws) return aws;
  throw new OpsError({
    code: "not-on-aws",
    reason: "usage",
    what: "This environment is not on AWS",
    why: "its file has no account",
    next: "help() says what there is here",
  });
}
