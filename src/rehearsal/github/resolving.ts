import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Signature } from "../git/fast-import.ts";
import { callGit, runGit } from "../git/run.ts";

export interface Resolution {
  readonly folder: string;
  readonly branch: string;
  readonly head: string;
  /** Of the default branch. */
  readonly tip: string;
  /** Of the trial merge, with the marks of the conflicts in it. */
  readonly tree: string;
  readonly conflicts: readonly string[];
  readonly author: Signature;
  /** World milliseconds. */
  readonly at: number;
}

/** The default branch is brought into the branch: of two changes side by side, both. */
export async function resolveConflict(resolution: Resolution): Promise<void> {
  const { folder, branch, head, tip } = resolution;
  const tree = await resolvedTree(resolution);
  const commit = await runGit({
    folder,
    args: ["commit-tree", tree, "-p", head, "-p", tip],
    input: `Bring the default branch into ${branch}\n`,
    env: signed(resolution),
  });
  await runGit({ folder, args: ["update-ref", `refs/heads/${branch}`, commit, head] });
}

async function resolvedTree({ folder, tree, conflicts }: Resolution): Promise<string> {
  const index = join(folder, `resolving-${tree}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await runGit({ folder, args: ["read-tree", tree], env });
    for (const path of conflicts) {
      const { stdout } = await callGit({ folder, args: ["cat-file", "blob", `${tree}:${path}`] });
      const input = resolvedText(stdout);
      const blob = await runGit({ folder, args: ["hash-object", "-w", "--stdin"], input });
      await runGit({ folder, args: ["update-index", "--cacheinfo", `100644,${blob},${path}`], env });
    }
    return await runGit({ folder, args: ["write-tree"], env });
  } finally {
    rmSync(index, { force: true });
  }
}

/** `<<<<<<<` the default branch's lines `=======` the branch's lines `>>>>>>>`: its own, and what the other has more. */
function resolvedText(marked: Buffer): Buffer {
  const conflict = /^<{7} [^\n]*\n([\s\S]*?)^={7}\n([\s\S]*?)^>{7} [^\n]*\n/gm;
  const resolved = marked.toString("latin1").replace(conflict, (_, ours: string, theirs: string) => {
    const added = ours.split("\n").slice(theirs.split("\n").length - 1);
    return `${theirs}${added.join("\n")}`;
  });
  return Buffer.from(resolved, "latin1");
}

function signed({ author, at }: Resolution): Readonly<Record<string, string>> {
  const date = `${Math.floor(at / 1000)} +0000`;
  return {
    ...{ GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: author.name, GIT_COMMITTER_EMAIL: author.email, GIT_COMMITTER_DATE: date },
  };
}
