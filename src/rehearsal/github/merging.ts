import { type Github, operator } from "./github.ts";
import type { PullRecord, Refusal } from "./pull.ts";

interface Order {
  /** The head that was reviewed. */
  readonly sha?: string;
  readonly method: string;
}

const methods = ["merge", "squash", "rebase"] as const;

/** The commit on the base branch, or why it was not merged. Source: sheet, section C. */
export async function mergePull(github: Github, pull: PullRecord, order: Order): Promise<string | Refusal> {
  const method = methods.find((each) => each === order.method);
  if (!method) return { status: 422, message: `Invalid request: ${order.method} is no merge method` };
  const refusal = refusalOf(github, pull, order);
  if (refusal) return refusal;
  const { repositories, ground } = github.deps;
  const at = ground.time.now();
  const words = wordsOf(github, pull, method);
  const author = { name: operator, email: `${operator}@users.noreply.github.com` };
  const done = await repositories.merge(pull.repository, {
    base: pull.base,
    head: pull.head,
    method,
    at,
    author,
    ...words,
  });
  if ("conflict" in done) return { status: 405, message: "Pull Request is not mergeable" };
  pull.isOpen = false;
  pull.closedAt = at;
  pull.merged = { sha: done.sha, at, by: operator };
  return done.sha;
}

/** What the branch protection wants: one approval, whatever commit it was of, and green checks of the head. */
function refusalOf(github: Github, pull: PullRecord, { sha }: Order): Refusal | undefined {
  if (!pull.isOpen) return { status: 405, message: "Pull Request is not mergeable" };
  if (pull.isDraft) return { status: 405, message: "Pull Request is still a draft" };
  if (sha !== undefined && sha !== pull.head) {
    return { status: 409, message: "Head branch was modified. Review and try the merge again." };
  }
  if (isApproved(pull) && github.checks.isGreen(pull.repository, pull.head)) return undefined;
  const message = isApproved(pull)
    ? 'Required status check "ci/build" is expected.'
    : "At least 1 approving review is required by reviewers with write access.";
  return { status: 405, message };
}

export function isApproved({ reviews }: PullRecord): boolean {
  const last = new Map(reviews.filter(({ state }) => state !== "COMMENTED").map((review) => [review.login, review]));
  const states = [...last.values()].map(({ state }) => state);
  return states.includes("APPROVED") && !states.includes("CHANGES_REQUESTED");
}

/** As GitHub words a merge. */
function wordsOf({ deps }: Github, { number, title, body, branch }: PullRecord, method: (typeof methods)[number]) {
  if (method === "merge")
    return { title: `Merge pull request #${number} from ${deps.owner}/${branch}`, message: title };
  return { title: `${title} (#${number})`, message: body };
}
