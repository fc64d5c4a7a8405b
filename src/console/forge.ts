import type { AwsEnvironment } from "../model/environment.ts";
import type { Sources } from "../model/sources.ts";
import type { System } from "../model/system.ts";
import { createAirflow } from "../systems/airflow/index.ts";
import { createGit, type Git } from "../systems/git/index.ts";
import { createGithub } from "../systems/github/index.ts";
import { createGocd } from "../systems/gocd/index.ts";
import { createPrograms } from "../systems/programs/index.ts";
import { createRegistry } from "../systems/registry/index.ts";
import { type AccessLook, forgeAccess } from "./forge-access.ts";
import { named, type SystemsOptions } from "./systems.ts";

export interface ForgeOptions extends SystemsOptions<AwsEnvironment> {
  readonly sources: Sources;
}

export interface Forge {
  readonly git: Git;
  /** All of them, git among them. */
  readonly systems: readonly System[];
  /** May one work with them. */
  readonly access: readonly AccessLook[];
}

/** The systems where versions are written, built and scheduled: they know nothing of one another. */
export function openForge({ sources, world, home, person }: ForgeOptions): Forge {
  const options = { sources, world, home };
  const onThrottle = (event: { what: string; waitSeconds: number }) =>
    person.show({ type: "throttled", system: "github", ...event });
  const git = createGit(options);
  const systems = [
    git,
    createGithub({ ...options, onThrottle }),
    createGocd(options),
    createAirflow(options),
    createRegistry(options),
    createPrograms(options),
  ];
  return { git, systems, access: forgeAccess(sources, named(systems)) };
}
