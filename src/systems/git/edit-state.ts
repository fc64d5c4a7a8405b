import type { OpsError } from "../../model/error.ts";
import { type EditedFile, editedFiles } from "./edited.ts";
import { checkError } from "./error.ts";
import type { Mirror } from "./mirror.ts";
import { shortSha, shown } from "./names.ts";
import { haveVersion, mustBeAsExpected, type Place, placesIn } from "./places.ts";
import type { Bench } from "./workshop.ts";

/**
 * How an edit stands.
 *
 * - `needed`: the default branch lacks the version, and there is no branch with it.
 * - `pushed`: the branch is there with this very content.
 * - `there`: the default branch has the version.
 */
export type EditState =
  | { readonly state: "there"; readonly places: readonly Place[] }
  | {
      readonly state: "pushed";
      readonly places: readonly Place[];
      readonly commit: string;
      readonly files: readonly EditedFile[];
    }
  | { readonly state: "needed"; readonly places: readonly Place[]; readonly files: readonly EditedFile[] };

/** @throws OpsError `edit-places`; `branch-taken` when the remote's branch has another content */
export async function editState(bench: Bench, version: string, branch: string): Promise<EditState> {
  const { now, edit } = bench;
  const { places, files } = await edited(bench, now.tip, version);
  if (haveVersion(places, version)) return { state: "there", places };
  const commit = now.branches.get(branch);
  if (commit === undefined) return { state: "needed", places, files };
  if (await isThisEdit(bench, commit, version)) return { state: "pushed", places, commit, files };
  throw branchTaken(bench, branch, commit, `it does not have exactly the edit ${edit.id} to ${version}`);
}

async function edited({ edit, trees, mirror }: Bench, commit: string, version: string) {
  const found = await trees.at(commit, edit.files);
  const places = mustBeAsExpected(await placesIn(edit, found), edit, mirror.fullName.split("/")[0] ?? "");
  return { places, files: await editedFiles(edit, found.files, places, version) };
}

/** Whether a branch has just this edit beyond what it has of the default branch, however often that was merged into it. */
async function isThisEdit(bench: Bench, commit: string, version: string): Promise<boolean> {
  const { mirror, trees, edit, now } = bench;
  const base = await mergeBase(mirror, now.tip, commit);
  if (base === undefined) return false;
  const { files } = await edited(bench, base, version);
  const changed = await changedPaths(mirror, base, commit);
  if (
    files.length === 0 ||
    changed.join("\n") !==
      files
        .map(({ path }) => path)
        .sort()
        .join("\n")
  )
    return false;
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

/** @param why what it is that does not fit */
export function branchTaken({ mirror, now }: Bench, branch: string, commit: string, why: string): OpsError {
  return checkError(
    "branch-taken",
    `${mirror.fullName} has a branch ${shown(branch)} of another content`,
    `it is at ${shortSha(commit)}: ${why}; it is never overwritten`,
    `look at it (git diff ${now.defaultBranch}...${shown(branch)}), delete it on the remote if nobody needs it, then try again`,
  );
}
