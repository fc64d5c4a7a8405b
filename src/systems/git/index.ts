import type { Sources } from "../../model/sources.ts";
import type { System } from "../../model/system.ts";
import type { PinPlace, UnreadPins } from "../../model/versions.ts";
import type { World } from "../../model/world.ts";
import { apply } from "./apply.ts";
import { holds } from "./conditions.ts";
import { differenceOf } from "./difference.ts";
import { identify } from "./identity.ts";
import { defaultLimits, type Limits } from "./mirror.ts";
import { Mirrors } from "./mirrors.ts";
import { observe, targetsOf } from "./observe.ts";
import { allPins } from "./pins.ts";
import { readFiles } from "./read-files.ts";
import { openWorkshop } from "./workshop.ts";

export interface GitOptions {
  readonly sources: Sources;
  readonly world: World;
  /** The folder of what is kept for this world. The copies of the repositories are in its folder `git`. */
  readonly home: string;
  readonly limits?: Partial<Limits>;
}

export type Git = System & {
  /** Every place where a version is written, with its last change. One fetch for each repository, side by side. */
  pins(): Promise<readonly (PinPlace | UnreadPins)[]>;
  /**
   * Texts by their paths at the tip of the default branch: files that are named, and all below a directory.
   * @throws OpsError where the repository cannot be read
   */
  readFiles(repository: string, paths: string | readonly string[]): Promise<Readonly<Record<string, string>>>;
};

/** The repositories where versions are written, by the system's git: looks at their branches, and pushes new ones. */
export function createGit({ sources, world, home, limits }: GitOptions): Git {
  const end = new AbortController();
  const own = { limits: { ...defaultLimits, ...limits }, ending: end.signal };
  const mirrors = new Mirrors({ sources, world, home, ...own });
  const shop = openWorkshop(mirrors, { sources, world, home });
  return {
    name: "git",
    identify: () => identify({ world, home }, sources.git.remote),
    observe: (resources) => observe(resources, shop),
    diff: (resource, observed) => differenceOf(resource, observed, sources),
    apply: (change, effects) => apply(change, effects, shop),
    resolve: async (change) => targetsOf(change, sources),
    holds: (condition) => holds(condition, shop),
    close: () => end.abort(),
    pins: () => allPins(shop),
    readFiles: (repository, paths) => readFiles(repository, paths, shop),
  };
}
