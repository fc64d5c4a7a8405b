import type { AwsEnvironment } from "../model/environment.ts";
import type { Sources } from "../model/sources.ts";
import type { System } from "../model/system.ts";
import { createAirflow } from "../systems/airflow/index.ts";
import { createGit, type Git } from "../systems/git/index.ts";
import { createGithub } from "../systems/github/index.ts";
import { createGocd } from "../systems/gocd/index.ts";
import { createPrograms } from "../systems/programs/index.ts";
import { createRegistry } from "../systems/registry/index.ts";
import type { SystemsOptions } from "./systems.ts";

export interface ForgeOptions extends SystemsOptions<AwsEnvironment> {
  readonly sources: Sources;
}

export interface Forge {
  readonly git: Git;
  /** All of them, git among them. */
  readonly systems: readonly System[];
}

/** The systems where versions are written, built and scheduled: they know nothing of one another. */
export function openForge({ sources, world, home }: ForgeOptions): Forge {
  const options = { sources, world, home };
  const git = createGit(options);
  const systems = [
    git,
    createGithub(options),
    createGocd(options),
    createAirflow(options),
    createRegistry(options),
    createPrograms(options),
  ];
  return { git, systems };
}
