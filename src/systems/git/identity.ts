import { join } from "node:path";
import { quoted } from "../../model/printable.ts";
import type { Identity } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { gitError } from "./error.ts";
import { failureOf } from "./failure.ts";
import { type GitEnd, runGit } from "./program.ts";
import { surroundingsOf } from "./surroundings.ts";

export interface Author {
  readonly name: string;
  readonly email: string;
}

/** Where git is run without a repository. */
export interface Ground {
  readonly world: Pick<World, "forge">;
  /** The folder in which the console keeps its things. */
  readonly home: string;
}

/** `git merge-tree --write-tree`, by which a revert is made, came with it. */
const oldest = "2.38";
const withinSeconds = 20;

/**
 * That there is a git which does what is needed, and in whose name commits are made.
 * @throws OpsError `git-missing`, `git-identity`
 */
export async function identify(ground: Ground, remote: string): Promise<Identity> {
  const end = await run(["version"], ground);
  if (end.exitCode !== 0) throw failureOf(end, "start");
  const said = quoted(end.stdout.toString());
  if (isOlder(said)) throw gitError("git-missing", "git is too old", `${said}; ${oldest} is needed`);
  const { name, email } = await authorOf(ground);
  return { system: "git", where: placeOf(remote), who: `${name} <${email}>` };
}

/** `git@github.com:nubank/{repository}.git` as `github.com/nubank`. */
function placeOf(remote: string): string {
  const [, host = "", path = ""] = /^(?:\w+:\/\/)?(?:[^@/]+@)?([^:/]+)(?::\d+)?[:/](.*)$/.exec(remote) ?? [];
  const owner = path.replace(/\/?\{repository\}.*$/, "");
  return host === "" ? remote : [host, owner].filter(Boolean).join("/");
}

function isOlder(said: string): boolean {
  const [version = "0"] = /\d+\.\d+/.exec(said) ?? [];
  return version.localeCompare(oldest, "en", { numeric: true }) < 0;
}

/** Who makes the commits: the operator, as git knows them. @throws OpsError `git-identity` */
export async function authorOf(ground: Ground): Promise<Author> {
  if (ground.world.forge) return ground.world.forge.author;
  const [name, email] = [await configured("user.name", ground), await configured("user.email", ground)];
  if (name !== "" && email !== "") return { name, email };
  throw gitError("git-identity", "git does not know who you are", "a commit needs a name and an address");
}

/** A setting of the operator's; empty where there is none. */
async function configured(name: string, ground: Ground): Promise<string> {
  const { exitCode, stdout } = await run(["config", "--get", name], ground);
  return exitCode === 0 ? quoted(stdout.toString()) : "";
}

async function run(args: readonly string[], { world, home }: Ground): Promise<GitEnd> {
  return await runGit({ args, env: surroundingsOf(world, join(home, "git")), withinSeconds });
}
