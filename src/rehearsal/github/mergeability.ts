import type { Repositories } from "../git/repositories.ts";
import { callGit } from "../git/run.ts";

/** What comes of bringing one commit into another, as `git merge-tree` says it. */
export interface TrialMerge {
  /** Its tree; with the marks of conflicts in it where there are some. */
  readonly tree: string;
  readonly conflicts: readonly string[];
}

export async function trialMerge(
  repositories: Repositories,
  repository: string,
  base: string,
  head: string,
): Promise<TrialMerge> {
  const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", base, head];
  const { exitCode, stdout, stderr } = await callGit({ folder: repositories.path(repository), args });
  if (exitCode > 1) throw new Error(`git merge-tree ended with ${exitCode}: ${stderr.trim()}`);
  const [tree = "", ...conflicts] = stdout.toString().trimEnd().split("\n");
  return { tree, conflicts: [...new Set(conflicts)] };
}

/** What a pull request would bring to its base. */
export interface Outlook {
  readonly isMergeable: boolean;
  readonly changedFiles: number;
  readonly commits: number;
}

export async function outlookOf(
  repositories: Repositories,
  repository: string,
  base: string,
  head: string,
): Promise<Outlook> {
  const [{ conflicts }, changed, commits] = await Promise.all([
    trialMerge(repositories, repository, base, head),
    repositories.git(repository, "diff", "--name-only", `${base}...${head}`),
    repositories.git(repository, "rev-list", "--count", `${base}..${head}`),
  ]);
  const changedFiles = changed.split("\n").filter(Boolean).length;
  return { isMergeable: conflicts.length === 0, changedFiles, commits: Number(commits) };
}
