import type { Head, Pull } from "./pulls.ts";
import type { Hub } from "./read.ts";
import { reviewsOf } from "./reviews.ts";

/** What a merge was, as it is journaled and reported. */
export type Merged = {
  readonly number: number;
  readonly url: string;
  /** The commit that was reviewed. */
  readonly head: string;
  /** The commit on the base branch. */
  readonly sha: string;
  readonly approvedBy: readonly string[];
  /** ISO 8601 */
  readonly mergedAt: string;
};

/** Of one that is merged: who approved exactly what was merged is read again. */
export async function mergedValue(hub: Hub, head: Head, pull: Pull): Promise<Merged> {
  const { approvedBy } = await reviewsOf(hub, head, pull);
  const { number, url, mergeSha = "", mergedAt = "" } = pull;
  return { number, url, head: pull.head, sha: mergeSha, approvedBy, mergedAt };
}
