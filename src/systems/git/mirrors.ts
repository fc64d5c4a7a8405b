import type { Sources } from "../../model/sources.ts";
import { gitError } from "./error.ts";
import { Mirror, type MirrorOptions } from "./mirror.ts";

/** The copies of the environment's repositories, made when they are needed. */
export class Mirrors {
  readonly #options: MirrorOptions;
  readonly #made = new Map<string, Mirror>();

  constructor(options: MirrorOptions) {
    this.#options = options;
  }

  get sources(): Sources {
    return this.#options.sources;
  }

  /** @throws OpsError `git-name` for one that the environment does not name */
  of(repository: string): Mirror {
    const { repositories } = this.sources;
    if (!Object.hasOwn(repositories, repository)) {
      const why = `\`sources\` of the environment names ${Object.keys(repositories).join(", ")}`;
      throw gitError("git-name", `There is no repository ${JSON.stringify(repository)}`, why);
    }
    const made = this.#made.get(repository) ?? new Mirror(repository, this.#options);
    this.#made.set(repository, made);
    return made;
  }
}
