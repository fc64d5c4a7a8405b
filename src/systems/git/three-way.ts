import { printable } from "../../model/printable.ts";
import { commitOf } from "./commit.ts";
import type { Mirror } from "./mirror.ts";
import { shown } from "./names.ts";
import { remembering } from "./remembered.ts";

/** What a revert gives. */
export type Reverted =
  | { readonly is: "clean"; readonly tree: string }
  | {
      readonly is: "conflict";
      readonly files: readonly string[];
      readonly hunks: readonly string[];
      /** What one would type in a clone: `git revert -m 1 6a5f0a6…`. */
      readonly byHand: string;
    };

const linesAtMost = 60;
const reverts = remembering<Reverted>();
const trees = remembering<string>();
const nobody = { name: "mesos-console", email: "mesos-console@localhost" };

/**
 * Takes back at `tip` what `commit` brought beyond its first parent: git's own three-way merge, which is what
 * `git revert -m 1` does, without a working tree. The three sides are given to it as commits of a history in which they
 * stand so.
 */
export function revertOf(mirror: Mirror, commit: string, tip: string, branch: string): Promise<Reverted> {
  return reverts(mirror, [commit, tip, branch], () => merged(mirror, commit, tip, branch));
}

async function merged(mirror: Mirror, commit: string, tip: string, branch: string): Promise<Reverted> {
  const side = (of: string, parents: readonly string[] = []) =>
    commitOf(mirror, { tree: `${of}^{tree}`, parents, message: "a side of a merge", author: nobody, at: 0 });
  const base = await side(commit);
  const [ours, theirs] = [await side(tip, [base]), await side(`${commit}^1`, [base])];
  const args = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs];
  const { exitCode, stdout } = await mirror.answer(args, { answers: [1] });
  const [tree = "", ...paths] = stdout.toString("latin1").split("\0").filter(Boolean);
  if (exitCode === 0) return { is: "clean", tree };
  const hunks = await Promise.all(paths.map((path) => hunksOf(mirror, tree, path, branch)));
  const byHand = `git revert ${(await isMerge(mirror, commit)) ? "-m 1 " : ""}${commit}`;
  return { is: "conflict", files: paths.map(shown), hunks: hunks.flat().slice(0, linesAtMost), byHand };
}

async function isMerge(mirror: Mirror, commit: string): Promise<boolean> {
  const args = ["rev-parse", "--verify", "--quiet", `${commit}^2`];
  return (await mirror.answer(args, { answers: [1] })).exitCode === 0;
}

/** The parts of a file that git could not merge, as it writes them. */
async function hunksOf(mirror: Mirror, tree: string, path: string, branch: string): Promise<readonly string[]> {
  const { exitCode, stdout } = await mirror.answer(["cat-file", "blob", `${tree}:${shown(path)}`], { answers: [128] });
  if (exitCode !== 0) return [`${shown(path)}: changed on one side and removed on the other`];
  const lines = stdout.toString("utf8").split("\n");
  let isInside = false;
  const conflicting = lines.flatMap((line, index) => {
    const begins = line.startsWith("<<<<<<< ");
    const isShown = isInside || begins;
    isInside = begins || (isInside && !line.startsWith(">>>>>>> "));
    return isShown ? [`${shown(path)}:${index + 1}: ${printable(named(line, branch)).slice(0, 300)}`] : [];
  });
  return conflicting.length > 0 ? conflicting : [`${shown(path)}: changed on one side and removed on the other`];
}

function named(line: string, branch: string): string {
  if (line.startsWith("<<<<<<< ")) return `<<<<<<< ${branch}, now`;
  return line.startsWith(">>>>>>> ") ? ">>>>>>> as it was before" : line;
}

/** The tree of a commit. */
export function treeOf(mirror: Mirror, commit: string): Promise<string> {
  return trees(mirror, [commit], () => mirror.text(["rev-parse", "--verify", "--quiet", `${commit}^{tree}`]));
}
