import type { OpsError } from "../../model/error.ts";
import { branchTaken, madeBefore } from "./edit-state.ts";
import { checkError } from "./error.ts";
import { type Arrival, arrivalOf, isSame, isUpon } from "./history.ts";
import { shortSha } from "./names.ts";
import { type Place, placesIn } from "./places.ts";
import { type Reverted, revertOf, treeOf } from "./three-way.ts";
import type { Bench } from "./workshop.ts";

/**
 * How the taking back of an edit stands.
 *
 * - `never`: the default branch never had it.
 * - `there`: it is back as before; `by`: the commit that took it back.
 * - `pushed`: a branch is there that takes it back.
 * - `needed`: the default branch has it; `conflict`: and something that was changed later is in the way.
 */
export type RevertState =
  | { readonly state: "never" }
  | { readonly state: "there"; readonly by: string; readonly arrival: Arrival }
  | { readonly state: "pushed"; readonly commit: string; readonly arrival: Arrival; readonly before: readonly Place[] }
  | { readonly state: "needed"; readonly tree: string; readonly arrival: Arrival; readonly before: readonly Place[] }
  | {
      readonly state: "conflict";
      readonly conflict: Extract<Reverted, { is: "conflict" }>;
      readonly arrival: Arrival;
      readonly before: readonly Place[];
    };

/** Whether what a bump brought is still on the default branch. Of its pushed branch nothing is said. */
export async function revertNeeded(bench: Bench, version: string): Promise<RevertState> {
  const { edit, mirror, trees, now } = bench;
  const arrival = await arrivalOf({ mirror, trees, edit }, now.tip, version);
  const { before } = arrival ?? {};
  if (!arrival || !before) return { state: "never" };
  if (arrival.undoneBy !== undefined) return { state: "there", by: arrival.undoneBy, arrival };
  const reverted = await revertOf(mirror, arrival.by, now.tip, now.defaultBranch);
  if (reverted.is === "conflict") return { state: "conflict", conflict: reverted, arrival, before };
  if (reverted.tree === (await treeOf(mirror, now.tip))) return { state: "there", by: now.tip, arrival };
  return { state: "needed", tree: reverted.tree, arrival, before };
}

/**
 * The same, with the branch of the revert: one that has what was before is taken as it is, a resolved conflict too.
 * @throws OpsError `branch-taken` when the remote's branch has not
 */
export async function revertState(bench: Bench, version: string, branch: string): Promise<RevertState> {
  const state = await revertNeeded(bench, version);
  const commit = bench.now.branches.get(branch);
  if (commit === undefined || !("before" in state)) return state;
  const { arrival, before } = state;
  if (!(await isUpon(bench.mirror, commit, arrival.by))) {
    throw branchTaken(bench, branch, commit, madeBefore(version, arrival.by));
  }
  const { places } = await placesIn(bench.edit, await bench.trees.at(commit, bench.edit.files));
  if (isSame(places, before)) return { state: "pushed", commit, arrival, before };
  throw branchTaken(bench, branch, commit, `it does not take back ${bench.edit.id} ${version}`);
}

/** @param branch what one would push by hand */
export function revertConflict(
  { mirror, now, edit }: Bench,
  { conflict, arrival }: Extract<RevertState, { state: "conflict" }>,
  branch: string,
): OpsError {
  const files = conflict.files.join(", ");
  return checkError(
    "revert-conflict",
    `${mirror.fullName} cannot be taken back by itself: ${files} changed since`,
    [`git revert of ${shortSha(arrival.by)} (${edit.id}) on ${now.defaultBranch} conflicts:`, ...conflict.hunks].join(
      "\n",
    ),
    `in a clone: git switch -c ${branch} origin/${now.defaultBranch}, ${conflict.byHand}, resolve, git push origin ${branch}; then try again: the pushed branch is taken as it is`,
  );
}

/** The version that a bump's branch is for, `bump-mesos-<version>-<edit>`. @throws OpsError `revert-branch` */
export function versionOfBranch(branch: string, { id }: { readonly id: string }): string {
  const prefix = "bump-mesos-";
  const version =
    branch.startsWith(prefix) && branch.endsWith(`-${id}`) ? branch.slice(prefix.length, -id.length - 1) : "";
  if (version !== "") return version;
  const why = `a bump's branch is called ${prefix}VERSION-${id}`;
  throw checkError(
    "revert-branch",
    `${branch} is no branch of the edit ${id}`,
    why,
    "mend the runbook that asks for it",
  );
}
