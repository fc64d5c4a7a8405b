import { type Github, operator } from "./github.ts";
import type { PullRecord, Refusal } from "./pull.ts";

export interface PullDraft {
  readonly title: string;
  /** `branch`, or `owner:branch` */
  readonly head: string;
  readonly base: string;
  readonly body: string;
  readonly isDraft: boolean;
}

/** A new pull request, or why there is none. Source: sheet, section C. */
export async function openPull(github: Github, repository: string, draft: PullDraft): Promise<PullRecord | Refusal> {
  const { repositories, ground, owner } = github.deps;
  const branch = draft.head.startsWith(`${owner}:`) ? draft.head.slice(owner.length + 1) : draft.head;
  const [head, base] = [await repositories.tip(repository, branch), await repositories.tip(repository, draft.base)];
  if (head === undefined) return invalid("head");
  if (base === undefined) return invalid("base");
  const pulls = github.all(repository);
  const isOpenAlready = pulls.some((pull) => pull.isOpen && pull.branch === branch && pull.base === draft.base);
  if (isOpenAlready) return custom(`A pull request already exists for ${owner}:${branch}.`);
  if (await repositories.isAncestor(repository, head, base)) {
    return custom(`No commits between ${draft.base} and ${branch}`);
  }
  const number = firstNumberOf(repository) + pulls.length;
  const place = repositories.names().indexOf(repository);
  return {
    ...{ id: 1_000_000 * (place + 1) + number, number, repository, branch, base: draft.base, author: operator },
    ...{ openedAt: ground.time.now(), title: draft.title, body: draft.body, isDraft: draft.isDraft },
    ...{ isOpen: true, head, headAt: ground.time.now(), reviews: [] },
  };
}

/** Those of before the world began are not kept. */
function firstNumberOf(repository: string): number {
  return 12 + ((repository.length * 37) % 80);
}

function invalid(field: string): Refusal {
  return { status: 422, message: "Validation Failed", errors: [{ resource: "PullRequest", field, code: "invalid" }] };
}

function custom(message: string): Refusal {
  return { status: 422, message: "Validation Failed", errors: [{ resource: "PullRequest", code: "custom", message }] };
}
