import type { Signature } from "./fast-import.ts";
import { callGit, needed, runGit } from "./run.ts";

/** What the merge button is told. */
export interface MergeOrder {
  /** The branch that takes it. */
  readonly base: string;
  /** A branch or a sha. */
  readonly head: string;
  readonly method: "merge" | "squash" | "rebase";
  readonly title: string;
  readonly message: string;
  /** Milliseconds since the epoch, world time. */
  readonly at: number;
  /** Who pressed it. Default: the one who merges on GitHub's pages. */
  readonly author?: Signature;
}

export type Merged = { readonly sha: string } | { readonly conflict: readonly string[] };

type Place = MergeOrder & { readonly folder: string };
type Tree = { readonly tree: string } | { readonly conflict: readonly string[] };

/** In whose name GitHub commits what is merged on its pages. */
const hosting: Signature = { name: "GitHub", email: "noreply@github.com" };

/** Without a work tree: `merge-tree`, `commit-tree`, and the branch moved only from where it was. */
export async function mergeInto(place: Place): Promise<Merged> {
  const [base, head] = [await shaOf(place, `refs/heads/${place.base}`), await shaOf(place, place.head)];
  const merged = place.method === "rebase" ? await rebased(place, base, head) : await mergedOnce(place, base, head);
  if ("sha" in merged) {
    await runGit({ folder: place.folder, args: ["update-ref", `refs/heads/${place.base}`, merged.sha, base] });
  }
  return merged;
}

async function shaOf({ folder }: Place, revision: string): Promise<string> {
  return await runGit({ folder, args: ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`] });
}

async function mergedOnce(place: Place, base: string, head: string): Promise<Merged> {
  const merged = await mergedTree(place.folder, base, head);
  if ("conflict" in merged) return merged;
  const parents = place.method === "merge" ? [base, head] : [base];
  const message = `${place.title}\n\n${place.message}`.trim();
  return { sha: await committed(place, { tree: merged.tree, parents, message, author: place.author ?? hosting }) };
}

/** Commit by commit upon the base, each with its own author and message. */
async function rebased(place: Place, base: string, head: string): Promise<Merged> {
  const { folder } = place;
  const picks = (await runGit({ folder, args: ["rev-list", "--reverse", "--no-merges", `${base}..${head}`] })).split(
    "\n",
  );
  let onto = base;
  for (const pick of picks.filter(Boolean)) {
    const picked = await pickedTree(place, onto, pick);
    if ("conflict" in picked) return picked;
    const [name = "", email = "", message = ""] = await wordsOf(folder, pick);
    onto = await committed(place, { tree: picked.tree, parents: [onto], message, author: { name, email } });
  }
  return { sha: onto };
}

async function wordsOf(folder: string, commit: string): Promise<readonly string[]> {
  const words = await runGit({ folder, args: ["log", "-1", "--format=%an%x00%ae%x00%B", commit] });
  return words.split("\0").map((word) => word.trimEnd());
}

/** `merge-tree` of git 2.39 takes its merge base from history only: so the three trees get a small history of their own. */
async function pickedTree(place: Place, onto: string, pick: string): Promise<Tree> {
  const loose = (revision: string, parents: readonly string[]) =>
    committed(place, { tree: `${revision}^{tree}`, parents, message: "pick", author: hosting });
  const ancestor = await loose(`${pick}^`, []);
  return await mergedTree(place.folder, await loose(onto, [ancestor]), await loose(pick, [ancestor]));
}

/** Exit code 1: conflicts; the files follow the tree, up to an empty line. */
async function mergedTree(folder: string, ours: string, theirs: string): Promise<Tree> {
  const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", ours, theirs];
  const { exitCode, stdout, stderr } = await callGit({ folder, args });
  const [tree = "", ...files] = stdout.toString().trimEnd().split("\n");
  if (exitCode === 0) return { tree };
  if (exitCode === 1) return { conflict: [...new Set(files)] };
  throw new Error(`git merge-tree ended with ${exitCode} (${needed}): ${stderr.trim()}`);
}

interface Draft {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
}

async function committed({ folder, at }: Place, { tree, parents, message, author }: Draft): Promise<string> {
  const date = `${Math.floor(at / 1000)} +0000`;
  const env = {
    ...{ GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: hosting.name, GIT_COMMITTER_EMAIL: hosting.email, GIT_COMMITTER_DATE: date },
  };
  const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent])];
  return await runGit({ folder, args, input: `${message}\n`, env });
}
