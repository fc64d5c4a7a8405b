import { type AwsEnvironment, type Environment, isAws } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import type { HostCommands } from "../model/host-commands.ts";
import type { Person } from "../model/run.ts";
import type { CheckRow } from "../model/status.ts";
import type { System } from "../model/system.ts";
import type { World } from "../model/world.ts";
import type { Aws } from "../systems/aws/index.ts";
import type { Mesos } from "../systems/mesos/index.ts";
import type { OpenStack } from "../systems/openstack/index.ts";
import type { Forge } from "./forge.ts";

/** The adapters of the outside systems of an environment. */
export interface Systems {
  readonly byName: ReadonlyMap<string, System>;
  /** Of an environment on AWS. */
  readonly aws?: Aws;
  /** The masters of an environment on AWS. */
  readonly mesos?: Mesos;
  /** Of an environment on OpenStack. */
  readonly openstack?: OpenStack;
  readonly ssh?: HostCommands;
  /** May one work here at all: each a look of its own. */
  readonly access?: readonly (() => Promise<readonly CheckRow[]>)[];
}

export interface SystemsOptions<E extends Environment = Environment> {
  readonly environment: E;
  readonly world: World;
  readonly person: Person;
  /** The folder of what is kept for this world. */
  readonly home: string;
}

/** Opens them; their SDKs and sockets come when they are first used. */
export async function openSystems(options: SystemsOptions): Promise<Systems> {
  const { environment } = options;
  if (isAws(environment)) return openAws({ ...options, environment });
  const { openSite } = await import("./site.ts");
  return openSite({ ...options, environment });
}

async function openAws(options: SystemsOptions<AwsEnvironment>): Promise<Systems> {
  const { environment, world, person } = options;
  const [{ createAws }, { createMesos }] = await Promise.all([
    import("../systems/aws/index.ts"),
    import("../systems/mesos/index.ts"),
  ]);
  const onThrottle = (event: { what: string; waitSeconds: number }) =>
    person.show({ type: "throttled", system: "aws", ...event });
  const forge = await forgeOf(options);
  const aws = createAws({ environment, world, onThrottle, ...(forge && { policies: forge.git.readFiles }) });
  const mesos = createMesos({ environment, world });
  const access = [() => aws.checkAccess(), ...(forge?.access ?? [])];
  return { byName: named([aws, mesos, ...(forge?.systems ?? [])]), aws, mesos, access };
}

/** Of an environment that says where its versions are written. */
async function forgeOf(options: SystemsOptions<AwsEnvironment>): Promise<Forge | undefined> {
  const { sources } = options.environment;
  if (!sources) return undefined;
  const { openForge } = await import("./forge.ts");
  return openForge({ ...options, sources });
}

/** By their names. */
export function named(systems: readonly System[]): ReadonlyMap<string, System> {
  return new Map(systems.map((system) => [system.name, system]));
}

/** @throws OpsError `not-on-aws` */
export function awsOf({ aws }: Systems): Aws {
  return aws ?? notHere("aws", "AWS: its file has no account");
}

/** @throws OpsError `not-on-openstack` */
export function openStackOf({ openstack }: Systems): OpenStack {
  return openstack ?? notHere("openstack", "OpenStack: its file has no project");
}

function notHere(platform: string, why: string): never {
  throw new OpsError({
    code: `not-on-${platform}`,
    reason: "usage",
    what: "This environment has none of that",
    why: `it is not on ${why}`,
    next: "help() says what there is here",
  });
}
