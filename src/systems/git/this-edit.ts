import { editedFiles } from "./edited.ts";
import type { Mirror } from "./mirror.ts";
import { haveVersion, placesIn } from "./places.ts";
import type { Bench } from "./workshop.ts";

/** What people may push upon an edit before it is merged. */
const commitsAtMost = 50;

/**
 * How many commits a branch has upon the one that is just this edit: 0 where it has nothing else, however often the
 * default branch was merged into it. `undefined`: it is another branch, or it has not the version any more.
 */
export async function commitsUpon(bench: Bench, tip: string, version: string): Promise<number | undefined> {
  if (await isThisEdit(bench, tip, version)) return 0;
  const { edit, trees, mirror, now } = bench;
  const { places, wrong } = await placesIn(edit, await trees.at(tip, edit.files));
  if (wrong.length > 0 || !haveVersion(places, version)) return undefined;
  const list = ["rev-list", "--first-parent", `--max-count=${commitsAtMost}`, tip, `^${now.tip}`];
  const commits = (await mirror.text(list)).split("\n").filter((line) => line !== "");
  for (const [above, commit] of commits.entries()) {
    if (above > 0 && (await isThisEdit(bench, commit, version))) return above;
  }
  return undefined;
}

/** Whether a commit has exactly the edit beyond what it has of the default branch. */
async function isThisEdit(bench: Bench, commit: string, version: string): Promise<boolean> {
  const { mirror, trees, edit, now } = bench;
  const base = await mergeBase(mirror, now.tip, commit);
  if (base === undefined) return false;
  const before = await trees.at(base, edit.files);
  const { places, wrong } = await placesIn(edit, before);
  if (wrong.length > 0) return false;
  const files = await editedFiles(edit, before.files, places, version);
  const changed = await changedPaths(mirror, base, commit);
  const paths = files.map(({ path }) => path).sort();
  if (files.length === 0 || changed.join("\n") !== paths.join("\n")) return false;
  const there = await trees.at(commit, edit.files);
  return files.every(({ path, mode, text }) =>
    there.files.some((each) => each.path === path && each.mode === mode && each.text === text),
  );
}

async function mergeBase(mirror: Mirror, one: string, other: string): Promise<string | undefined> {
  const { exitCode, stdout } = await mirror.answer(["merge-base", one, other], { answers: [1] });
  return exitCode === 0 ? stdout.toString().trim() : undefined;
}

async function changedPaths(mirror: Mirror, from: string, to: string): Promise<readonly string[]> {
  const names = await mirror.text(["diff-tree", "-r", "-z", "--name-only", "--no-renames", from, to]);
  return names.split("\0").filter(Boolean).sort();
}
