import type { Fields, Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { gitError } from "./error.ts";
import { checkedBranch } from "./names.ts";
import { versionOfBranch } from "./revert-state.ts";
import { type Bench, benchOf, type Workshop } from "./workshop.ts";

/** What a branch is to hold: an edit, or the taking back of one. */
export interface Wanted {
  readonly bench: Bench;
  readonly branch: string;
  readonly version: string;
  /** The branch whose change is taken back. */
  readonly reverts?: string;
}

/** `{repository, branch, edit, version}`, or with `reverts` instead of a version. @throws OpsError `git-name` */
export async function wantedIn(fields: Fields | null | undefined, shop: Workshop): Promise<Wanted> {
  const branch = checkedBranch(requiredText(fields, "branch"));
  const reverts = textAt(fields ?? undefined, "reverts");
  const bench = await benchOf(shop, fields?.edit);
  if (reverts !== undefined) return { bench, branch, reverts, version: versionOfBranch(reverts, bench.edit) };
  return { bench, branch, version: requiredText(fields, "version") };
}

/** @throws OpsError `git-name` */
export function requiredText(fields: Fields | null | undefined, name: string): string {
  const text = textAt(fields as Json, name);
  if (text !== undefined && text !== "") return text;
  throw gitError("git-name", "git is asked for something incomplete", `${name} is missing`);
}
