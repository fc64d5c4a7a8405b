/** One review as GitHub keeps it: of the commit that was the head then. */
export interface Review {
  readonly id: number;
  readonly login: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  readonly sha: string;
  /** World milliseconds. */
  readonly at: number;
  /** What the reviewer is to the repository. */
  readonly association: "MEMBER" | "NONE";
}

/** A pull request of the rehearsed GitHub. */
export interface PullRecord {
  readonly id: number;
  readonly number: number;
  readonly repository: string;
  /** Its head, in the same repository. */
  readonly branch: string;
  readonly base: string;
  readonly author: string;
  /** World milliseconds. */
  readonly openedAt: number;
  title: string;
  body: string;
  isDraft: boolean;
  isOpen: boolean;
  /** Sha of the head; of one that is not open as it was last. */
  head: string;
  /** World milliseconds, when it came to have that head. */
  headAt: number;
  closedAt?: number;
  merged?: { readonly sha: string; readonly at: number; readonly by: string };
  readonly reviews: Review[];
}

/** GitHub's no: an answer with this status. */
export interface Refusal {
  readonly status: 403 | 404 | 405 | 409 | 422;
  readonly message: string;
  readonly errors?: readonly {
    readonly resource: string;
    readonly code: string;
    readonly field?: string;
    readonly message?: string;
  }[];
}

export function isRefusal(value: object): value is Refusal {
  return "status" in value && "message" in value;
}
