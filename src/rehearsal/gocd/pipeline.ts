import type { Repositories } from "../git/repositories.ts";
import { endOf, type Modification, type PipelineRun, passedAt, planStages, revisionOf, share } from "./run.ts";

export interface PipelineOptions {
  readonly name: string;
  readonly repository: string;
  readonly branch: string;
  /** Only a person starts it. */
  readonly isManual: boolean;
  readonly seed: number;
  /** Whether the first run after the world's begin fails. */
  failsFirst(): boolean;
}

export interface Pause {
  readonly by: string;
  readonly because: string;
  /** World milliseconds. Absent: until somebody unpauses it. */
  readonly until?: number;
}

/** The branch moved there, at that time of the world. */
interface Arrival {
  readonly at: number;
  readonly before?: string;
  readonly after: string;
}

const pollMs = 60_000;
/** From an accepted trigger until there is a run: the materials are looked at. */
const preparesMs = 20_000;
const seededAtMost = 12;
/** They are over when the world begins. */
const seededBeforeMs = 30 * 60_000;

/** One pipeline over a repository's default branch: polls it each minute, and runs what is new. */
export class Pipeline {
  readonly options: PipelineOptions;
  pause: Pause | undefined;
  isLocked = false;
  readonly #repositories: Repositories;
  readonly #runs: PipelineRun[] = [];
  readonly #arrivals: Arrival[] = [];
  #triggers: { readonly at: number; readonly user: string }[] = [];
  #unpausedAt = 0;
  #beganAt: number | undefined;

  constructor(options: PipelineOptions, repositories: Repositories) {
    this.options = options;
    this.#repositories = repositories;
  }

  /** The revision where the world began. */
  get seededRevision(): string | undefined {
    const since = this.#beganAt ?? 0;
    const seeded = this.#runs.findLast(({ scheduledAt }) => scheduledAt < since);
    return seeded && revisionOf(seeded);
  }

  get name(): string {
    return this.options.name;
  }

  /** Oldest first, those that have begun by then. */
  runs(now: number): readonly PipelineRun[] {
    return this.#runs.filter(({ scheduledAt }) => scheduledAt <= now);
  }

  /** Those that have passed since the world began, by the time at which they did. */
  passed(now: number): readonly { readonly at: number; readonly revision: string }[] {
    const since = this.#beganAt ?? now;
    const ends = this.#runs.map((run) => ({
      at: passedAt(run) ?? Number.POSITIVE_INFINITY,
      revision: revisionOf(run),
    }));
    return ends.filter(({ at }) => at <= now && at > since);
  }

  isPaused(now: number): boolean {
    return this.pause !== undefined && (this.pause.until ?? Number.POSITIVE_INFINITY) > now;
  }

  unpause(now: number): void {
    this.pause = undefined;
    this.#unpausedAt = now;
  }

  isRunning(now: number): boolean {
    return this.runs(now).some((run) => endOf(run) > now);
  }

  isPreparing(now: number): boolean {
    return this.#triggers.some(({ at }) => at + preparesMs > now);
  }

  hasMoved(arrival: Arrival): void {
    this.#arrivals.push(arrival);
  }

  trigger(user: string, at: number): void {
    this.#triggers.push({ at, user });
  }

  /** Everything that has begun until now: runs of new commits and of triggers, in the order of their times. */
  async catchUp(now: number): Promise<void> {
    if (this.#beganAt === undefined) await this.#begin(now);
    const until = this.isPaused(now) ? Number.NEGATIVE_INFINITY : now;
    for (;;) {
      const trigger = this.#triggers.find(({ at }) => at + preparesMs <= now);
      const poll = this.options.isManual ? undefined : this.#nextPoll(until);
      if (!trigger && poll === undefined) return;
      if (trigger && (poll === undefined || trigger.at + preparesMs < poll)) await this.#runTrigger(trigger);
      else if (poll !== undefined) await this.#runArrivals(poll);
    }
  }

  /** The first poll that sees something new. */
  #nextPoll(until: number): number | undefined {
    const [first] = this.#arrivals;
    if (!first) return undefined;
    const unpausedAt = Math.max(this.#unpausedAt, this.pause?.until ?? 0);
    const poll = (Math.floor(Math.max(first.at, unpausedAt) / pollMs) + 1) * pollMs;
    return poll <= until ? poll : undefined;
  }

  async #runArrivals(poll: number): Promise<void> {
    const modifications = await this.#newUntil(poll);
    if (modifications.length > 0) this.#add({ scheduledAt: poll, hasChanged: true, modifications });
  }

  async #runTrigger(trigger: { readonly at: number; readonly user: string }): Promise<void> {
    this.#triggers = this.#triggers.filter((each) => each !== trigger);
    const scheduledAt = trigger.at + preparesMs;
    const fresh = await this.#newUntil(scheduledAt);
    const again = this.#runs.at(-1)?.modifications.slice(0, 1) ?? [];
    const modifications = fresh.length > 0 ? fresh : again;
    this.#add({ scheduledAt, forcedBy: trigger.user, hasChanged: fresh.length > 0, modifications });
  }

  /** Commits that came since the last run: they are taken. */
  async #newUntil(time: number): Promise<readonly Modification[]> {
    const taken = this.#arrivals.filter(({ at }) => at < time);
    this.#arrivals.splice(0, taken.length);
    const tip = taken.at(-1)?.after;
    const last = this.#runs.at(-1);
    if (tip === undefined) return [];
    return await this.#commits(last ? `${revisionOf(last)}..${tip}` : tip, []);
  }

  async #commits(revision: string, args: readonly string[]): Promise<readonly Modification[]> {
    const log = await this.#repositories.log(this.options.repository, revision, ...args);
    return log.map(({ sha, at, author, email, title }) => ({ sha, at, author: `${author} <${email}>`, title }));
  }

  /** What it ran before the world began: a run for each of the last commits, all of them passed. */
  async #begin(now: number): Promise<void> {
    this.#beganAt = Math.min(now, ...this.#arrivals.map(({ at }) => at));
    const { repository, branch } = this.options;
    const tip = this.#arrivals[0]?.before ?? (await this.#repositories.tip(repository, branch));
    const commits = tip === undefined ? [] : await this.#commits(tip, ["--first-parent", `-${seededAtMost}`]);
    for (const commit of commits.toReversed()) {
      const scheduledAt = Math.min(commit.at + pollMs, this.#beganAt - seededBeforeMs);
      this.#add({ scheduledAt, hasChanged: true, modifications: [commit] });
    }
  }

  #add(run: Omit<PipelineRun, "counter" | "stages">): void {
    const { name, seed, failsFirst } = this.options;
    const counter = (this.#runs.at(-1)?.counter ?? Math.floor(share(`${seed}/${name}`) * 400)) + 1;
    const isSeeded = run.scheduledAt <= (this.#beganAt ?? 0) && run.forcedBy === undefined;
    const isFirst = !isSeeded && !this.#runs.some(({ scheduledAt }) => scheduledAt > (this.#beganAt ?? 0));
    const isBroken = isFirst && failsFirst();
    this.#runs.push({ ...run, counter, stages: planStages(`${seed}/${name}/${counter}`, run.scheduledAt, isBroken) });
  }
}
