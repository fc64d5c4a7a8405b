import type { Moved, Repositories } from "../git/repositories.ts";
import type { Random } from "../random.ts";
import type { RequestLog } from "../request-log.ts";
import type { Time } from "../time.ts";
import type { Troubles } from "../troubles.ts";
import { Checks } from "./checks.ts";
import { Conflict } from "./conflict.ts";
import { type Outlook, outlookOf } from "./mergeability.ts";
import { mergePull } from "./merging.ts";
import { openPull, type PullDraft } from "./opening.ts";
import type { PullRecord, Refusal, Review } from "./pull.ts";
import { Reviewer } from "./reviewer.ts";

export interface GithubDeps {
  readonly repositories: Repositories;
  /** `random`: of this GitHub's own. */
  readonly ground: { readonly time: Time; readonly troubles: Troubles; readonly random: Random };
  readonly owner: string;
  /** With which one may do everything here. */
  readonly token: string;
  readonly requests?: RequestLog;
}

/** As whom the token's owner is known. */
export const operator = "operator";

/** The pull requests over the world's repositories, and the people and checks around them. */
export class Github {
  readonly deps: GithubDeps;
  readonly checks: Checks;
  readonly #pulls: PullRecord[] = [];
  readonly #reviewer: Reviewer;
  readonly #conflict: Conflict;
  readonly #outlooks = new Map<string, Promise<Outlook>>();
  #hasLost = false;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(deps: GithubDeps) {
    const key = deps.ground.random.hex(16);
    this.deps = deps;
    this.checks = new Checks({ ...deps.ground, key });
    this.#reviewer = new Reviewer(this, key);
    this.#conflict = new Conflict(this);
    deps.repositories.watch((moved) => this.#moved(moved));
  }

  /** What others do here by themselves is over: they work on the repositories, too. */
  async atRest(): Promise<void> {
    this.#conflict.look();
    await this.#underWay;
  }

  /** Others at work: the next request waits until they are done. */
  meanwhile(work: () => Promise<unknown>): void {
    // What they cannot do any more, they leave: a branch may be gone.
    this.#underWay = this.#underWay.then(work).catch(() => undefined);
  }

  all(repository: string): readonly PullRecord[] {
    return this.#pulls.filter((pull) => pull.repository === repository);
  }

  find(repository: string, number: number): PullRecord | undefined {
    return this.all(repository).find((pull) => pull.number === number);
  }

  async open(repository: string, draft: PullDraft): Promise<PullRecord | Refusal> {
    const opened = await openPull(this, repository, draft);
    if ("number" in opened) this.#began(opened);
    return opened;
  }

  #began(pull: PullRecord): void {
    this.#pulls.push(pull);
    this.checks.begin(pull.repository, pull.head);
    this.#reviewer.asked(pull);
    this.#conflict.opened(pull);
  }

  close(pull: PullRecord): void {
    pull.isOpen = false;
    pull.closedAt = this.deps.ground.time.now();
  }

  async merge(pull: PullRecord, order: { readonly sha?: string; readonly method: string }): Promise<string | Refusal> {
    return await mergePull(this, pull, order);
  }

  review(pull: PullRecord, review: Pick<Review, "login" | "state"> & Partial<Review>): void {
    const id = 80_000 + pull.id * 100 + pull.reviews.length;
    const at = this.deps.ground.time.now();
    pull.reviews.push({ id, sha: pull.head, at, association: "MEMBER", ...review });
  }

  /** The first who asks about a head and a base is told that it is being found out: `undefined`. */
  async outlook(pull: PullRecord): Promise<Outlook | undefined> {
    const { repositories } = this.deps;
    const base = await repositories.tip(pull.repository, pull.base);
    if (!pull.isOpen || base === undefined) return undefined;
    const question = `${pull.repository} ${pull.head} ${base}`;
    const known = this.#outlooks.get(question);
    if (known) return await known;
    const begun = outlookOf(repositories, pull.repository, base, pull.head);
    begun.catch(() => this.#outlooks.delete(question));
    this.#outlooks.set(question, begun);
    return undefined;
  }

  /** Whether the answer to a merge that was just made gets lost: to the first one, while `merge-502` holds. */
  losesAnswer(): boolean {
    const isLost = !this.#hasLost && this.deps.ground.troubles.has("merge-502");
    this.#hasLost ||= isLost;
    return isLost;
  }

  #moved({ repository, branch, after }: Moved): void {
    const pull = this.all(repository).find((each) => each.isOpen && each.branch === branch);
    if (pull && after === undefined) this.close(pull);
    else if (pull && after !== undefined) this.#headMoved(pull, after);
  }

  #headMoved(pull: PullRecord, sha: string): void {
    pull.head = sha;
    pull.headAt = this.deps.ground.time.now();
    this.checks.begin(pull.repository, sha);
    this.#reviewer.asked(pull);
  }
}
