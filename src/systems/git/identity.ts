import { quoted } from "../../model/printable.ts";
import type { Identity } from "../../model/system.ts";
import { gitError } from "./error.ts";
import { failureOf } from "./failure.ts";
import { runGit } from "./program.ts";
import { surroundingsOf } from "./surroundings.ts";
import type { Workshop } from "./workshop.ts";

/** `git merge-tree --write-tree`, by which a revert is made, came with it. */
const oldest = "2.38";

/** That there is a git which does what is needed, and in whose name commits are made. @throws OpsError `git-missing` */
export async function identify({ world, sources }: Workshop, home: string): Promise<Identity> {
  const end = await runGit({ args: ["version"], env: surroundingsOf(world, home), withinSeconds: 20 });
  if (end.exitCode !== 0) throw failureOf(end, "start");
  const said = quoted(end.stdout.toString());
  if (isOlder(said)) throw gitError("git-missing", "git is too old", `${said}; ${oldest} is needed`);
  return { system: "git", where: sources.git.remote, who: world.forge?.author.name ?? "the operator's git identity" };
}

function isOlder(said: string): boolean {
  const [version = "0"] = /\d+\.\d+/.exec(said) ?? [];
  return version.localeCompare(oldest, "en", { numeric: true }) < 0;
}
