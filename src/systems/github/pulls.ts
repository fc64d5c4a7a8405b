import type { Json } from "../../model/json.ts";
import { at, isTrueAt, numberAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import { githubError } from "./error.ts";
import { type Hub, read, readAll } from "./read.ts";

/** A branch of a repository: what a pull request is found by. */
export interface Head {
  readonly repository: string;
  readonly branch: string;
}

/** A pull request, as a list has it. */
export interface Pull {
  readonly number: number;
  readonly state: "open" | "merged" | "closed";
  /** Where a person looks. */
  readonly url: string;
  /** Sha of its last commit. */
  readonly head: string;
  readonly base: string;
  readonly author: string;
  readonly isDraft: boolean;
  /** ISO 8601 */
  readonly createdAt: string;
  /** ISO 8601: when something was last pushed to it, or said of it. */
  readonly updatedAt: string;
  /** Of one that is merged: the commit on the base branch. Before, GitHub has a trial merge there. */
  readonly mergeSha?: string;
  readonly mergedAt?: string;
  /** Only where it was asked by its number. `undefined`: GitHub has not found out yet. */
  readonly isMergeable?: boolean;
  /** `clean`, `dirty`, `blocked`, `behind`, `unstable`, `draft`, `has_hooks`, `unknown` */
  readonly mergeableState?: string;
}

/** `nubank/deploy:bump-mesos-1.11.0-deploy` */
export function headText({ owner }: Pick<Hub, "owner">, { repository, branch }: Head): string {
  return `${owner}/${repository}:${branch}`;
}

/** `nubank/deploy#12` */
export function pullText(
  { owner }: Pick<Hub, "owner">,
  { repository }: Head,
  { number }: Pick<Pull, "number">,
): string {
  return `${owner}/${repository}#${number}`;
}

export function pathOf({ owner }: Pick<Hub, "owner">, repository: string): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
}

/** All that had this branch as their head, the newest first. */
export async function pullsOf(hub: Hub, head: Head): Promise<readonly Pull[]> {
  const query = new URLSearchParams({ state: "all", head: `${hub.owner}:${head.branch}`, per_page: "100" });
  const rows = await readAll(hub, `${pathOf(hub, head.repository)}/pulls?${query}`);
  const own = rows.filter((row) => isFrom(row, hub, head)).map((row) => pullIn(row));
  return own.toSorted((one, other) => other.number - one.number);
}

/** A head that GitHub does not understand is left out of its search, and it lists all there are. Forks have such branches too, of the same owner as well. */
function isFrom(row: Json, { owner }: Hub, { branch }: Head): boolean {
  const label = textAt(row, "head", "label");
  const from = label?.endsWith(`:${branch}`)
    ? label.slice(0, -branch.length - 1)
    : textAt(row, "head", "user", "login");
  const [own, base] = [numberAt(row, "head", "repo", "id"), numberAt(row, "base", "repo", "id")];
  if (own !== undefined && base !== undefined && own !== base) return false;
  return textAt(row, "head", "ref") === branch && from?.toLowerCase() === owner.toLowerCase();
}

/** One as it is now, with whether it can be merged. */
export async function readPull(hub: Hub, { repository }: Head, number: number): Promise<Pull> {
  const path = `${pathOf(hub, repository)}/pulls/${number}`;
  const row = await read(hub, path);
  if (row === undefined) throw githubError("github-answer", `GitHub's answer to GET ${path}`, "404: it is gone");
  return pullIn(row);
}

/** Sha of the branch's last commit; `undefined`: there is no such branch. */
export async function headOf(hub: Hub, { repository, branch }: Head): Promise<string | undefined> {
  const name = branch.split("/").map(encodeURIComponent).join("/");
  const ref = await read(hub, `${pathOf(hub, repository)}/git/ref/heads/${name}`);
  return textAt(ref, "ref") === `refs/heads/${branch}` ? textAt(ref, "object", "sha") : undefined;
}

/**
 * The pull request of a branch: the open one; else the newest of the branch as it is, or where the branch is gone the newest
 * there was: an earlier one of that name is of an earlier time, whatever became of it.
 */
export async function pullOf(hub: Hub, head: Head): Promise<Pull | undefined> {
  const pulls = await pullsOf(hub, head);
  const open = pulls.find(({ state }) => state === "open");
  if (open || pulls.length === 0) return open;
  const sha = await headOf(hub, head);
  if (sha !== undefined) return pulls.find((pull) => pull.head === sha);
  return pulls[0];
}

/**
 * The one that is to be merged, or was: somebody may have pushed to its branch since, and that is no pull request of its
 * own as long as nobody opens one.
 */
export async function pullToMerge(hub: Hub, head: Head): Promise<Pull | undefined> {
  const found = await pullOf(hub, head);
  if (found) return found;
  const [newest] = await pullsOf(hub, head);
  return newest?.state === "merged" ? newest : undefined;
}

/** @throws OpsError `github-answer` */
export function pullIn(row: Json): Pull {
  const number = numberAt(row, "number");
  const head = textAt(row, "head", "sha");
  const base = textAt(row, "base", "ref");
  if (number === undefined || head === undefined || base === undefined) {
    throw githubError(
      "github-answer",
      "A pull request in GitHub's answer",
      "it lacks its number, its head or its base",
    );
  }
  return { number, head, base, ...describedIn(row), ...mergeIn(row), ...mergeabilityIn(row) };
}

function describedIn(row: Json) {
  const mergedAt = textAt(row, "merged_at");
  const isClosed = textAt(row, "state") !== "open";
  const state: Pull["state"] =
    mergedAt !== undefined || isTrueAt(row, "merged") ? "merged" : isClosed ? "closed" : "open";
  return {
    state,
    url: quoted(textAt(row, "html_url") ?? ""),
    author: quoted(textAt(row, "user", "login") ?? ""),
    isDraft: isTrueAt(row, "draft"),
    createdAt: textAt(row, "created_at") ?? "",
    updatedAt: textAt(row, "updated_at") ?? textAt(row, "created_at") ?? "",
  };
}

function mergeIn(row: Json): Pick<Pull, "mergeSha" | "mergedAt"> {
  const [mergedAt, mergeSha] = [textAt(row, "merged_at"), textAt(row, "merge_commit_sha")];
  if (mergedAt === undefined) return {};
  return { mergedAt, ...(mergeSha !== undefined && { mergeSha }) };
}

function mergeabilityIn(row: Json): Pick<Pull, "isMergeable" | "mergeableState"> {
  const [isMergeable, mergeableState] = [at(row, "mergeable"), textAt(row, "mergeable_state")];
  return {
    ...(typeof isMergeable === "boolean" && { isMergeable }),
    ...(mergeableState !== undefined && { mergeableState: quoted(mergeableState) }),
  };
}
