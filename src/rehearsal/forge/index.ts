import { readFile } from "node:fs/promises";
import type { AwsEnvironment } from "../../model/environment.ts";
import type { Sources } from "../../model/sources.ts";
import type { ForgeAccess } from "../../model/world.ts";
import { gitHttp } from "../git/http.ts";
import { Repositories } from "../git/repositories.ts";
import { seedRepositories } from "../git/seed/index.ts";
import type { Embedded } from "../landscape.ts";
import type { ServedAt } from "../openstack/index.ts";
import { type ForgeApp, forgeDoor } from "./door.ts";
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
  /** By host and port. */
  readonly doors: readonly ServedAt[];
}

export async function openForge(options: ForgeOptions): Promise<Forge> {
  const repositories = await repositoriesOf(options);
  const apps = appsOf(options, repositories);
  const places = forgePlaces(options.environment.sources).flatMap((place) => {
    const app = apps[place.service];
    return app ? [{ ...place, app }] : [];
  });
  return { repositories, doors: servedBy(options.world, places) };
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

function appsOf(options: ForgeOptions, repositories: Repositories): Partial<Record<ForgeService, ForgeApp>> {
  const { world, access, environment } = options;
  const { owner } = environment.sources.github;
  const git = gitHttp({ repositories, owner, token: access.githubToken, refusal: pushRefusal(world.ground.troubles) });
  return { git };
}

function servedBy(world: Embedded, places: readonly (ForgePlace & { readonly app: ForgeApp })[]): readonly ServedAt[] {
  const byDoor = Map.groupBy(places, ({ host, port }) => `${host}:${port}`);
  return [...byDoor.values()].flatMap((at) => {
    const [first] = at;
    return first ? [{ host: first.host, port: first.port, answer: forgeDoor(world, at) }] : [];
  });
}
