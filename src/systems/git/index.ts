import { OpsError } from "../../model/error.ts";
import type { Sources } from "../../model/sources.ts";
import type { System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";

export interface GitOptions {
  readonly sources: Sources;
  readonly world: World;
  /** The folder of what is kept for this world. */
  readonly home: string;
}

export function createGit(_options: GitOptions): System {
  const unmade = async (): Promise<never> => {
    throw new OpsError({ code: "unmade", reason: "internal", what: "git is not made yet", why: "", next: "" });
  };
  return {
    name: "git",
    identify: unmade,
    observe: unmade,
    diff: () => ({ drafts: [], notes: [] }),
    apply: unmade,
    resolve: unmade,
    holds: unmade,
    close: () => {},
  };
}
