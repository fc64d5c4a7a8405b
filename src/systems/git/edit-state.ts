import type { OpsError } from "../../model/error.ts";
import { type EditedFile, editedFiles } from "./edited.ts";
import { checkError } from "./error.ts";
import { arrivalOf, isUpon } from "./history.ts";
import { shortSha, shown } from "./names.ts";
import { haveVersion, mustBeAsExpected, type Place, placesIn } from "./places.ts";
import { commitsUpon } from "./this-edit.ts";
import type { Bench } from "./workshop.ts";

/**
 * How an edit stands.
 *
 * - `needed`: the default branch lacks the version, and there is no branch with it.
 * - `pushed`: the branch is there with this very edit; what others pushed upon it is for its review.
 * - `there`: the default branch has the version.
 */
export type EditState =
  | { readonly state: "there"; readonly places: readonly Place[] }
  | {
      readonly state: "pushed";
      readonly places: readonly Place[];
      readonly commit: string;
      readonly files: readonly EditedFile[];
      /** How many commits others pushed upon it. */
      readonly upon: number;
    }
  | { readonly state: "needed"; readonly places: readonly Place[]; readonly files: readonly EditedFile[] };

/** @throws OpsError `edit-places`; `branch-taken` when the remote's branch has another content */
export async function editState(bench: Bench, version: string, branch: string): Promise<EditState> {
  const { now, edit } = bench;
  const { places, files } = await edited(bench, now.tip, version);
  if (haveVersion(places, version)) return { state: "there", places };
  const commit = now.branches.get(branch);
  if (commit === undefined) return { state: "needed", places, files };
  await mustBeOfNow(bench, branch, commit, version);
  const upon = await commitsUpon(bench, commit, version);
  if (upon !== undefined) return { state: "pushed", places, commit, files, upon };
  throw branchTaken(bench, branch, commit, `it does not bring the edit ${edit.id} to ${version}`);
}

/** What was merged before and taken back since is no way to bring it once more: its pull request is merged already. */
async function mustBeOfNow(bench: Bench, branch: string, commit: string, version: string): Promise<void> {
  const { mirror, trees, edit, now } = bench;
  const arrival = await arrivalOf({ mirror, trees, edit }, now.tip, version);
  if (!arrival || (await isUpon(mirror, commit, arrival.by))) return;
  throw branchTaken(bench, branch, commit, madeBefore(version, arrival.by));
}

/** Why a branch is left of an earlier time. */
export function madeBefore(version: string, by: string): string {
  return `it was made before ${version} came with ${shortSha(by)}`;
}

async function edited({ edit, trees, mirror }: Bench, commit: string, version: string) {
  const found = await trees.at(commit, edit.files);
  const places = mustBeAsExpected(await placesIn(edit, found), edit, mirror.fullName.split("/")[0] ?? "");
  return { places, files: await editedFiles(edit, found.files, places, version) };
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
