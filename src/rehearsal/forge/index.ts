import { readFile } from "node:fs/promises";
import type { AwsEnvironment } from "../../model/environment.ts";
import type { Sources } from "../../model/sources.ts";
import type { ForgeAccess } from "../../model/world.ts";
import { airflowApp } from "../airflow/index.ts";
import { gitHttp } from "../git/http.ts";
import { Repositories } from "../git/repositories.ts";
import { seedRepositories } from "../git/seed/index.ts";
import { Github, appOf as githubApp } from "../github/index.ts";
import { Builds, gocdApp } from "../gocd/index.ts";
import type { Embedded } from "../landscape.ts";
import type { ServedAt } from "../openstack/index.ts";
import { Random } from "../random.ts";
import { registryApp } from "../registry/index.ts";
import { type ForgeApp, forgeDoor, type Surroundings } from "./door.ts";
import { type ForgePlace, type ForgeService, forgePlaces } from "./hosts.ts";
import { pushRefusal } from "./push-rejected.ts";

export interface ForgeOptions {
  readonly world: Embedded;
  readonly environment: AwsEnvironment & { readonly sources: Sources };
  /** Of the environment's own file: what the console's repository has, where its pins agree with the environment. */
  readonly environmentFile: URL;
  readonly access: ForgeAccess;
  /** For the repositories; an own one of this world. */
  readonly folder: string;
}

/** Where versions are written, built and run: the world's repositories, and the services over them. */
export interface Forge {
  readonly repositories: Repositories;
  /** For somebody else's hand in it. */
  readonly github: Github;
  readonly builds: Builds;
  /** By host and port. */
  readonly doors: readonly ServedAt[];
}

export async function openForge(options: ForgeOptions): Promise<Forge> {
  const { world, environment, access } = options;
  const { sources } = environment;
  const repositories = await repositoriesOf(options);
  const github = githubOf(options, repositories);
  const builds = new Builds({ repositories, ground: world.ground, sources, seed: world.seed });
  const apps: Readonly<Record<ForgeService, ForgeApp>> = {
    git: gitOf(options, repositories),
    github: githubApp(github),
    gocd: gocdApp({ builds, token: access.gocdToken, user: access.airflow.username }),
    airflow: airflowApp({ builds, ...access.airflow }),
    registry: registryApp({ builds }),
  };
  const places = forgePlaces(sources).map((place) => ({ ...place, app: apps[place.service] }));
  return { repositories, github, builds, doors: servedBy({ world, atRest: () => github.atRest() }, places) };
}

function githubOf({ world, environment, access }: ForgeOptions, repositories: Repositories): Github {
  const { owner } = environment.sources.github;
  return new Github({ repositories, ground: groundOf(world, "github"), owner, token: access.githubToken });
}

/** Each service has chances of its own. */
function groundOf({ ground, seed }: Embedded, purpose: string) {
  return { ...ground, random: new Random(seed, purpose) };
}

async function repositoriesOf({ world, environment, environmentFile, folder }: ForgeOptions): Promise<Repositories> {
  // Not every environment has a file of its name here: then the console's repository has a generated one.
  const environmentText = await readFile(environmentFile, "utf8").catch(() => undefined);
  const text = environmentText === undefined ? {} : { environmentText };
  return new Repositories({
    folder,
    seeds: seedRepositories({ environment, ...text, startsAt: world.ground.time.now() }),
  });
}

function gitOf({ world, environment, access }: ForgeOptions, repositories: Repositories): ForgeApp {
  const { owner } = environment.sources.github;
  const refusal = pushRefusal(world.ground.troubles);
  return gitHttp({ repositories, owner, token: access.githubToken, refusal });
}

function servedBy(
  surroundings: Surroundings,
  places: readonly (ForgePlace & { readonly app: ForgeApp })[],
): readonly ServedAt[] {
  const byDoor = Map.groupBy(places, ({ host, port }) => `${host}:${port}`);
  return [...byDoor.values()].flatMap((at) => {
    const [first] = at;
    return first ? [{ host: first.host, port: first.port, answer: forgeDoor(surroundings, at) }] : [];
  });
}
