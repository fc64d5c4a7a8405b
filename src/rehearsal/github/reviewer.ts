import { drawn } from "./draw.ts";
import type { Github } from "./github.ts";
import type { PullRecord } from "./pull.ts";

const leastSeconds = 7 * 60;
const mostSeconds = 14 * 60;
const looksAgainSeconds = 60;
const movesAfterSeconds = 60;

const login = "reviewer-a";

/** A colleague who approves what is asked for, some ten minutes later, and again when the head has moved. */
export class Reviewer {
  readonly #github: Github;
  readonly #key: string;
  #hasMoved = false;

  constructor(github: Github, key: string) {
    this.#github = github;
    this.#key = key;
  }

  asked(pull: PullRecord): void {
    const seconds = drawn(this.#key, `review ${pull.repository}`, leastSeconds, mostSeconds);
    this.#github.deps.ground.time.after(seconds, () => this.#look(pull, pull.head));
  }

  #look(pull: PullRecord, asked: string): void {
    const { time, troubles } = this.#github.deps.ground;
    if (!pull.isOpen || pull.reviews.some(({ sha }) => sha === pull.head)) return;
    if (pull.repository === "aurora-jobs" && troubles.has("missing-review")) {
      time.after(looksAgainSeconds, () => this.#look(pull, asked));
      return;
    }
    // Asked again since for what has come: that is looked at then.
    if (pull.head !== asked) return;
    this.#github.review(pull, { login, state: "APPROVED" });
    if (pull.repository !== "deploy" || this.#hasMoved || !troubles.has("head-moved")) return;
    this.#hasMoved = true;
    time.after(movesAfterSeconds, () => this.#github.meanwhile(() => this.#push(pull)));
  }

  /** Somebody means well. */
  async #push(pull: PullRecord): Promise<void> {
    if (!pull.isOpen) return;
    const { repositories, ground } = this.#github.deps;
    const author = { name: "dev-b", email: "dev-b@example.com" };
    const message = "Note what to do before the cluster is updated";
    const files = { "docs/before-an-update.md": "Look at the cluster's status before it is updated.\n" };
    await repositories.commit(pull.repository, pull.branch, { author, at: ground.time.now(), message, files });
  }
}
