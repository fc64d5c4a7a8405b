import type { Time } from "../time.ts";
import type { Troubles } from "../troubles.ts";
import { drawn } from "./draw.ts";

/** What is known of a commit's check run and of its commit status. */
export interface Checked {
  readonly run: {
    readonly status: "queued" | "in_progress" | "completed";
    readonly conclusion: "success" | "failure" | null;
    /** World milliseconds. */
    readonly startedAt: number | null;
    readonly completedAt: number | null;
  };
  readonly status: "pending" | "success" | "failure";
  /** World milliseconds, when the commit was first seen. */
  readonly beganAt: number;
}

export const runName = "ci/build";
export const statusName = "gocd/lint";

/** Until then a commit has no checks at all: whoever makes them has to hear of it first. */
const unheardSeconds = 5;
const queuedSeconds = 20;
const statusSeconds = 90;
const leastSeconds = 200;
const mostSeconds = 260;

interface Deps {
  readonly time: Time;
  readonly troubles: Troubles;
  readonly key: string;
}

/** The checks of commits: queued, under way, green after about four minutes. */
export class Checks {
  readonly #deps: Deps;
  readonly #began = new Map<string, number>();
  readonly #red = new Set<string>();
  #redHead: string | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** A pull request has this head now. */
  begin(repository: string, sha: string): void {
    if (this.#began.has(sha)) return;
    this.#began.set(sha, this.#deps.time.now());
    if (repository === "deploy") this.#redHead ??= sha;
  }

  /** Somebody's test says no to that commit for good. */
  fail(sha: string): void {
    this.#red.add(sha);
  }

  /** `undefined`: nothing was begun for that commit, or nobody has heard of it yet. */
  of(repository: string, sha: string): Checked | undefined {
    const beganAt = this.#began.get(sha);
    const { time, key } = this.#deps;
    if (beganAt === undefined || time.now() - beganAt < unheardSeconds * 1000) return undefined;
    const seconds = Math.round(drawn(key, `checks ${repository}`, leastSeconds, mostSeconds));
    const after = (delay: number) => (time.now() - beganAt >= delay * 1000 ? beganAt + delay * 1000 : null);
    const [startedAt, completedAt] = [after(queuedSeconds), after(seconds)];
    const conclusion = completedAt === null ? null : this.#isRed(sha) ? "failure" : "success";
    const status = completedAt !== null ? "completed" : startedAt !== null ? "in_progress" : "queued";
    const isLinted = after(statusSeconds) !== null;
    return { run: { status, conclusion, startedAt, completedAt }, status: isLinted ? "success" : "pending", beganAt };
  }

  isGreen(repository: string, sha: string): boolean {
    const checked = this.of(repository, sha);
    return checked?.run.conclusion === "success" && checked.status === "success";
  }

  #isRed(sha: string): boolean {
    return this.#red.has(sha) || (sha === this.#redHead && this.#deps.troubles.has("red-check"));
  }
}
